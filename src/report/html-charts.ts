/**
 * The page's charts, as text: who holds the secrets now, findings by rule, and how many there were at
 * each time, above one bar for each secret's life. Part of html-script.ts, whose names it uses.
 */
export const charts = `
var TOP_RULES = 8, TOP_FILES = 5, LANES = 12, MOST_LANES = 300, SAMPLES = 240;
var lanes = LANES;

function least(list, of) { return list.reduce(function (sum, one) { return Math.min(sum, of(one)); }, Infinity); }
function greatest(list, of) { return list.reduce(function (sum, one) { return Math.max(sum, of(one)); }, -Infinity); }

function toggle(key, value, options, children) {
  return make('button', Object.assign({ type: 'button', 'aria-pressed': 'false', 'data-key': key, 'data-value': value,
    on: function () { set(key, state[key] === value ? '' : value); } }, options), children);
}

function holders() {
  var section = find('holders'), known = report.findings.filter(function (finding) { return finding.presence; });
  section.hidden = !report.findings.length;
  if (section.hidden) return;
  var panel = make('div', { class: 'panel' }), counts = {};
  known.forEach(function (finding) { var name = holder(finding); counts[name] = (counts[name] || 0) + 1; });
  if (known.length) {
    var bar = make('div', { class: 'stack', 'aria-hidden': 'true' });
    panel.append(bar);
    HOLDERS.filter(function (row) { return counts[row[0]]; }).forEach(function (row) {
      var name = row[0];
      bar.append(make('i', { class: name, style: 'width:' + 100 * counts[name] / known.length + '%', title: row[1] }));
      panel.append(toggle('held', name, { class: 'holder' }, [make('i', { class: name, 'aria-hidden': 'true' }),
        make('span', { text: row[1] }), make('b', { text: number(counts[name]) })]));
    });
  }
  section.append(make('h2', { id: 'holders-title', text: known.length ? 'Who holds them now' : 'Where they are' }), panel);
  var files = filesOf(report.findings);
  if (files.length) panel.append(make('h3', { class: 'small', text: 'Files with the most' }));
  files.slice(0, TOP_FILES).forEach(function (row) {
    panel.append(make('button', { type: 'button', class: 'holder file', title: row[0], on: function () { find('search').value = row[0]; set('text', row[0]); } },
      [make('span', { class: 'mono', text: row[0] }), make('b', { text: number(row[1]) })]));
  });
}

function fileOf(finding) { return finding.where.slice(0, finding.file); }

/* Each file with its number of findings, most first. */
function filesOf(findings) {
  var counts = new Map();
  findings.forEach(function (finding) { if (finding.file) counts.set(fileOf(finding), (counts.get(fileOf(finding)) || 0) + 1); });
  return Array.from(counts).sort(function (a, b) { return b[1] - a[1] || (a[0] < b[0] ? -1 : 1); });
}

function rules() {
  if (!report.rules.length) return;
  var counts = report.rules.map(function () { return { error: 0, warning: 0 }; });
  report.findings.forEach(function (finding) { counts[finding.rule][finding.severity]++; });
  var total = function (index) { return counts[index].error + counts[index].warning; };
  var order = report.rules.map(function (_, index) { return index; }).sort(function (a, b) { return total(b) - total(a); });
  var most = total(order[0]), panel = make('div', { class: 'panel' }), rest = make('div', { hidden: '' });
  order.forEach(function (index, place) {
    var bar = make('span', { class: 'bar', 'aria-hidden': 'true' });
    ['error', 'warning'].forEach(function (severity) {
      if (counts[index][severity]) bar.append(make('i', { class: severity, style: 'width:' + (100 * counts[index][severity] / most) + '%' }));
    });
    (place < TOP_RULES ? panel : rest).append(toggle('rule', String(index), { class: 'rule', title: report.rules[index].why },
      [make('span', { text: report.rules[index].title }), make('b', { text: number(total(index)) }), bar]));
  });
  if (order.length > TOP_RULES) panel.append(rest, more('Show ' + number(order.length - TOP_RULES) + ' more rules', function (button) { rest.hidden = false; button.remove(); }));
  find('rules').append(make('h2', { text: 'By rule' }), panel);
}

function more(text, on) {
  var button = make('button', { type: 'button', class: 'more', text: text, on: function () { on(button); } });
  return button;
}

/* One life for each secret, however many findings it has. */
function livesOf(list) {
  var byKey = new Map();
  list.forEach(function (finding) {
    var presence = finding.presence;
    if (!presence || !presence.first) return;
    var from = Date.parse(presence.first.date), to = Date.parse((presence.last || presence.first).date);
    if (isNaN(from) || isNaN(to)) return;
    var life = byKey.get(finding.fingerprint);
    if (!life) byKey.set(finding.fingerprint, life = { finding: finding, from: from, to: to, head: false, pushed: false });
    life.from = Math.min(life.from, from); life.to = Math.max(life.to, to);
    life.head = life.head || presence.inHead; life.pushed = life.pushed || presence.remotes.length > 0;
  });
  return Array.from(byKey.values()).sort(function (a, b) { return a.from - b.from; });
}

function timeline(list) {
  var section = find('timeline'), all = livesOf(list);
  section.hidden = all.length === 0;
  section.replaceChildren();
  if (section.hidden) return;
  var start = least(all, function (life) { return life.from; });
  var end = greatest(all, function (life) { return life.to; });
  var pad = Math.max(86400000 * 2, (end - start) * 0.09), low = start - pad / 3, high = end + pad;
  var scale = { low: low, high: high, at: function (time) { return 100 * (time - low) / (high - low); } };
  var panel = make('div', { class: 'panel' }, [axisOf(scale), areaOf(all, scale)]);
  var shown = all.slice(0, lanes);
  shown.forEach(function (life) { panel.append(laneOf(life, scale)); });
  if (all.length > shown.length && lanes === LANES) panel.append(more('Show ' + number(Math.min(all.length, MOST_LANES) - LANES) + ' more', function () { lanes = MOST_LANES; timeline(list); }));
  else if (all.length > shown.length) panel.append(make('p', { class: 'remark', text: number(all.length - shown.length) + ' more secrets: filter to see them here.' }));
  panel.append(make('p', { class: 'legend' }, [['head', 'in the files'], ['gone', 'removed since, kept by history'], ['pushed', 'on a remote']].map(function (entry) {
    return make('span', {}, [make('i', { class: entry[0] }), entry[1]]);
  })));
  section.append(make('h2', { id: 'timeline-title', text: 'When each secret entered and left' }), panel);
}

function axisOf(scale) {
  var axis = make('div', {});
  [0, 20, 40, 60, 80].forEach(function (percent) {
    axis.append(make('i', { style: 'left:' + Math.max(percent, 5) + '%', text: new Date(scale.low + (scale.high - scale.low) * percent / 100).toISOString().slice(0, 10) }));
  });
  axis.append(make('i', { style: 'left:100%', text: 'HEAD' }));
  return make('div', { class: 'axis', 'aria-hidden': 'true' }, [make('span'), axis]);
}

function laneOf(life, scale) {
  var finding = life.finding, right = life.head ? 100 : scale.at(life.to), left = scale.at(life.from);
  var words = 'in since ' + dayOf(life.from) + ', ' + (life.head ? 'still in HEAD' : 'gone from HEAD, last seen ' + dayOf(life.to)) + (life.pushed ? ', on a remote' : '');
  var bar = make('i', { class: (life.head ? 'head open ' : '') + finding.severity + (life.pushed ? ' pushed' : ''), style: 'left:' + left + '%;width:' + Math.max(0, right - left) + '%' });
  var file = finding.file ? fileOf(finding) : finding.where;
  return make('button', { type: 'button', class: 'life', title: finding.secret + ' in ' + file + ': ' + words, 'aria-label': finding.secret + ' ' + words + '. Go to the finding.', on: function () { reveal(finding); } },
    [make('span', { class: 'name mono', text: finding.secret }, [make('small', { text: file.split('/').pop() })]), make('span', { class: 'track' }, [bar])]);
}

function dayOf(time) { return new Date(time).toISOString().slice(0, 10); }

/* How many there were at each time: those in the files then, and all that were ever committed. */
function areaOf(all, scale) {
  var alive = [], ever = [], step = (scale.high - scale.low) / SAMPLES, top = all.length;
  var ends = all.filter(function (life) { return !life.head; }).map(function (life) { return life.to; }).sort(function (a, b) { return a - b; });
  for (var index = 0, came = 0, left = 0; index <= SAMPLES; index++) {
    var time = scale.low + step * index;
    while (came < all.length && all[came].from <= time) came++;
    while (left < ends.length && ends[left] < time) left++;
    ever.push(came); alive.push(came - left);
  }
  var svg = drawn('svg', { viewBox: '0 0 ' + SAMPLES + ' 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  var area = function (values, tone) {
    var path = 'M0 100';
    values.forEach(function (value, at) { path += 'V' + (96 - 92 * value / top).toFixed(2) + 'H' + (at + 1); });
    svg.append(drawn('path', { d: path + 'V100Z', class: tone }));
  };
  area(ever, 'ever'); area(alive, 'alive');
  var line = make('i', { class: 'cursor', hidden: '' }), said = make('p', { class: 'said' });
  var rest = number(alive[SAMPLES]) + ' in the files now, ' + number(top) + ' ever committed';
  said.textContent = rest;
  var chart = make('div', { class: 'area', role: 'img', 'aria-label': 'From ' + dayOf(all[0].from) + ' on: ' + rest }, [svg, line, said]);
  chart.addEventListener('pointermove', function (event) {
    var box = chart.getBoundingClientRect(), part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)), at = Math.round(part * SAMPLES);
    line.hidden = false; line.style.left = 100 * part + '%';
    said.textContent = dayOf(scale.low + step * at) + ': ' + number(alive[at]) + ' in the files, ' + number(ever[at]) + ' ever committed';
  });
  chart.addEventListener('pointerleave', function () { line.hidden = true; said.textContent = rest; });
  return make('div', { class: 'over' }, [make('p', { class: 'name' }, [make('b', { text: number(alive[SAMPLES]) }), make('small', { text: 'of ' + number(top) + ' still in the files' })]), chart]);
}

function drawn(tag, options) {
  var element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.keys(options).forEach(function (key) { element.setAttribute(key, options[key]); });
  return element;
}
`;
