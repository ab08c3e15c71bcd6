/**
 * The page's script, as text: it runs in a browser, not here. It draws with textContent only, so
 * that nothing from a repository can become markup. No backslashes and no template literals inside.
 */
import { charts } from './html-charts.ts';

export const script = `
'use strict';
(function () {
var report = JSON.parse(document.getElementById('data').textContent);
var PAGE = 60;
var state = { text: '', severity: '', rule: '', held: '', shown: PAGE };
var find = function (id) { return document.getElementById(id); };
var number = function (value) { return value.toLocaleString('en'); };
function make(tag, options, children) {
  var element = document.createElement(tag);
  Object.keys(options || {}).forEach(function (key) {
    if (key === 'text') element.textContent = options[key];
    else if (key === 'on') element.addEventListener(tag === 'input' ? 'input' : tag === 'select' ? 'change' : 'click', options[key]);
    else if (options[key] !== undefined) element.setAttribute(key, options[key]);
  });
  (children || []).forEach(function (child) { if (child) element.append(child); });
  return element;
}
var ruleOf = function (finding) { return report.rules[finding.rule]; };
var pushed = function (finding) { return Boolean(finding.presence && finding.presence.remotes.length); };
var inHead = function (finding) { return Boolean(finding.presence && finding.presence.inHead); };
/* Who holds a secret, worst first; each finding belongs to exactly one row. */
var HOLDERS = [
  ['both', 'in HEAD and on a remote'], ['unpushed', 'in HEAD, on no remote'], ['remote', 'gone from HEAD, on a remote'],
  ['local', 'gone from HEAD, on local refs'], ['loose', 'on no branch or tag']
];
function holder(finding) {
  var presence = finding.presence;
  if (presence.reach !== 'reached') return 'loose';
  if (presence.inHead) return presence.remotes.length ? 'both' : 'unpushed';
  return presence.remotes.length ? 'remote' : 'local';
}
function holds(finding, wanted) {
  if (!wanted) return true;
  if (!finding.presence) return false;
  if (wanted === 'head') return inHead(finding);
  if (wanted === 'pushed') return pushed(finding);
  return wanted === 'gone' ? !inHead(finding) : holder(finding) === wanted;
}
var day = function (date) { return date ? date.slice(0, 10) : ''; };

report.findings.forEach(function (finding, index) {
  finding.index = index;
  var rule = ruleOf(finding), presence = finding.presence;
  finding.haystack = [finding.where, finding.secret, finding.fingerprint, rule.id, rule.title, finding.author || '']
    .concat(finding.others, presence ? presence.branches.concat(presence.tags, presence.remotes, presence.first ? [presence.first.commit, presence.first.author] : []) : [])
    .join(' ').toLowerCase();
});
var severe = report.findings.slice().sort(function (a, b) {
  return (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1)
    || (pushed(b) - pushed(a)) || (inHead(b) - inHead(a)) || a.rule - b.rule || a.index - b.index;
});
var hasHistory = report.findings.some(function (finding) { return finding.presence; });

function headline() {
  var title = find('verdict'), keys = new Set(report.findings.map(function (finding) { return finding.fingerprint; })).size;
  var say = function (strong, rest) { title.append(make('em', { text: strong }), rest); };
  if (report.outcome === 'incomplete') say('The scan is incomplete', keys ? '; ' + number(keys) + ' found so far' : '. This is no all-clear.');
  else if (report.outcome === 'clean') say('Nothing found', '. All that was in scope was read.');
  else if (report.outcome === 'nothing') say('Nothing to scan', '.');
  else {
    var places = report.findings.reduce(function (sum, finding) { return sum + finding.count; }, 0);
    say(number(keys) + (keys === 1 ? ' secret' : ' secrets'), ' in ' + number(places) + (places === 1 ? ' place' : ' places') + ' to take care of');
  }
}

function tiles() {
  var all = report.findings, count = function (test) { return all.filter(test).length; };
  var held = { head: count(inHead), pushed: count(pushed) };
  var tile = function (value, label, tone, key, wanted) {
    var body = [make('b', { text: typeof value === 'number' ? number(value) : value }), make('span', { text: label })];
    if (!key) return make('div', { class: 'tile ' + tone }, body);
    return make('button', { type: 'button', class: 'tile ' + (value ? tone : report.outcome === 'incomplete' ? '' : 'ok'), 'aria-pressed': 'false', 'data-key': key, 'data-value': wanted,
      on: function () { set(key, state[key] === wanted ? '' : wanted); } }, body);
  };
  find('tiles').append.apply(find('tiles'), [
    tile(report.errors, 'errors', 'error', 'severity', 'error'),
    tile(report.warnings, 'warnings', 'warning', 'severity', 'warning'),
    hasHistory && tile(held.pushed, 'on a remote', 'error', 'held', 'pushed'),
    hasHistory && tile(held.head, 'still in HEAD', 'error', 'held', 'head'),
    tile(report.stats.files, report.stats.files === 1 ? 'file scanned' : 'files scanned', ''),
    tile(report.skipped, 'skipped', ''),
    tile(report.ignored, 'ignored', '')
  ].filter(Boolean));
}

${charts}
function chips(finding) {
  var presence = finding.presence, list = make('ul', { class: 'chips', 'aria-label': 'Who holds it' });
  var chip = function (text, tone) { list.append(make('li', { text: text, class: tone || '' })); };
  if (!presence) return null;
  chip(presence.inHead ? 'still in HEAD' : 'not in HEAD', presence.inHead ? 'bad' : 'good');
  var far = presence.remotes, others = presence.held[2] - 1;
  if (far.length) chip('on remote ' + far[0] + (others ? ' and ' + number(others) + ' more' : ''), 'bad');
  else chip('not on any remote known here', 'good');
  var some = function (names, count, one, many) {
    names.slice(0, 3).forEach(function (name) { chip(one + ' ' + name); });
    if (count > 3) chip('and ' + number(count - 3) + ' more ' + (count === 4 ? one : many));
  };
  if (presence.reach !== 'reached') chip(presence.reach === 'reflog' ? 'only in the reflog' : 'unreachable');
  if (presence.first) chip('since ' + day(presence.first.date) + ' by ' + presence.first.author + ', ' + presence.first.commit);
  if (presence.last && !presence.inHead) chip('last seen ' + day(presence.last.date));
  if (presence.versions > 1) chip(number(presence.versions) + ' versions');
  some(presence.branches, presence.held[0], 'branch', 'branches');
  some(presence.tags, presence.held[1], 'tag', 'tags');
  return list;
}

function frame(finding) {
  if (!finding.frame.length) return null;
  return make('pre', { 'aria-label': 'Code', tabindex: '0' }, finding.frame.map(function (line) {
    var row = make('span', { class: line.length > 2 ? 'own' : '' }, [make('i', { text: String(line[0]) }), line[1]]);
    if (line.length > 2) row.append(make('mark', { text: line[2] }), line[3]);
    return row;
  }));
}

function typed(text) {
  if (text.indexOf('https://') !== 0) return make('code', { text: text });
  return make('a', { href: text, target: '_blank', rel: 'noopener noreferrer', text: text });
}

function card(finding) {
  var rule = ruleOf(finding), steps = report.remedies[finding.remedy];
  var todo = make('details', {}, [make('summary', { text: 'What to do' }), make('p', { class: 'remark', text: rule.why }),
    make('ol', {}, steps.map(function (step) {
      return make('li', { text: step.say + (step.type ? ': ' : '.') }, [step.type && typed(step.type)]);
    }))]);
  var place = make('p', { class: 'place', text: finding.where });
  if (finding.count > 1) place.append(make('small', { text: ' and ' + number(finding.count - 1) + (finding.count === 2 ? ' more place' : ' more places') }));
  var others = finding.others.length && make('details', {}, [make('summary', { text: 'All places' }), make('ol', {}, finding.others.map(function (other) { return make('li', { class: 'mono', text: other }); }))]);
  var copy = make('button', { type: 'button', text: 'Copy', 'aria-label': 'Copy the fingerprint', on: function () {
    navigator.clipboard.writeText(finding.fingerprint).then(function () { copy.textContent = 'Copied'; }, function () { copy.textContent = 'Select it by hand'; });
  } });
  return make('li', { class: 'finding ' + finding.severity, id: 'finding-' + finding.index, tabindex: '-1' }, [
    make('h3', {}, [make('span', { class: 'badge', text: finding.severity }), rule.title, make('code', { text: finding.secret })]),
    place, frame(finding)
  ].concat(finding.remarks.map(function (text) { return make('p', { class: 'remark', text: text }); }), [
    chips(finding), todo, others || null,
    make('div', { class: 'copy' }, ['fingerprint ', make('code', { text: finding.fingerprint }), copy])
  ]));
}

function filtered() {
  var words = state.text.toLowerCase().split(' ').filter(Boolean);
  return severe.filter(function (finding) {
    return (!state.severity || finding.severity === state.severity)
      && (!state.rule || String(finding.rule) === state.rule)
      && holds(finding, state.held)
      && words.every(function (word) { return finding.haystack.includes(word); });
  });
}

function draw() {
  find('list').hidden = !report.findings.length;
  var list = filtered(), target = find('findings');
  target.replaceChildren.apply(target, list.slice(0, state.shown).map(card));
  var first = target.querySelector('details');
  if (first) first.open = true;
  if (!list.length) target.append(make('li', { class: 'panel empty' }, [make('b', { text: 'Nothing matches these filters' })]));
  find('shown').textContent = number(list.length) + ' of ' + number(report.findings.length) + ' findings';
  find('more').hidden = list.length <= state.shown;
  find('more').textContent = 'Show ' + number(Math.min(PAGE * 5, list.length - state.shown)) + ' more';
  document.querySelectorAll('[data-key]').forEach(function (button) {
    button.setAttribute('aria-pressed', String(state[button.dataset.key] === button.dataset.value));
  });
  document.querySelectorAll('select[name]').forEach(function (select) { select.value = state[select.name]; });
  timeline(list);
}

function set(key, value) { state[key] = value; state.shown = PAGE; draw(); }

function reveal(finding) {
  var element = find('finding-' + finding.index);
  if (!element) { state.shown = filtered().indexOf(finding) + 1; draw(); element = find('finding-' + finding.index); }
  element.scrollIntoView({ block: 'center' }); element.focus({ preventScroll: true });
  element.classList.add('flash'); setTimeout(function () { element.classList.remove('flash'); }, 1500);
}

function filters() {
  if (!report.findings.length) return;
  var count = function (name) { return report.findings.some(function (finding) { return holds(finding, name); }); };
  var choice = function (name, label, options) {
    return make('select', { name: name, 'aria-label': label, on: function (event) { set(name, event.target.value); } },
      options.map(function (option) { return make('option', { value: option[0], text: option[1] }); }));
  };
  var timer;
  find('filters').append(
    make('input', { type: 'search', id: 'search', placeholder: 'Search path, rule, branch, author …  ( / )', 'aria-label': 'Search findings', autocomplete: 'off', spellcheck: 'false',
      on: function (event) { clearTimeout(timer); timer = setTimeout(function () { set('text', event.target.value); }, report.findings.length > 5000 ? 150 : 0); } }),
    choice('severity', 'Severity', [['', 'All severities'], ['error', 'Errors'], ['warning', 'Warnings']]),
    choice('rule', 'Rule', [['', 'All rules']].concat(report.rules.map(function (rule, index) { return [String(index), rule.title]; }))));
  if (hasHistory) find('filters').append(choice('held', 'Who holds it', [['', 'Held by anything'], ['head', 'Still in HEAD'], ['pushed', 'On a remote'], ['gone', 'Gone from HEAD']].concat(HOLDERS.filter(function (row) { return count(row[0]); }).map(function (row) { return [row[0], row[1].charAt(0).toUpperCase() + row[1].slice(1)]; }))));
  find('filters').addEventListener('submit', function (event) { event.preventDefault(); });
  document.addEventListener('keydown', function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === '/' && !typing) { event.preventDefault(); find('search').focus(); }
    if (event.key === 'Escape' && document.activeElement === find('search')) { find('search').value = ''; set('text', ''); }
  });
  find('more').addEventListener('click', function () { state.shown += PAGE * 5; draw(); });
}

function notes() {
  var section = find('notes');
  if (report.notices.length) section.append(make('h2', { text: 'Notes' }), make('ul', { class: 'panel' }, report.notices.map(function (text) { return make('li', { text: text }); })));
  if (!report.skipped) return;
  var unread = report.skips.some(function (skip) { return !skip.harmless; });
  section.append(make('h2', { text: 'Not scanned' }), make('details', unread ? { class: 'panel', open: '' } : { class: 'panel' }, [
    make('summary', { text: number(report.skipped) + ' skipped' }),
    make('ol', {}, report.skips.map(function (skip) { return make('li', {}, [make('code', { text: skip.path }), ' ' + skip.why + (skip.harmless ? '' : ': makes the scan incomplete')]); })),
    report.skipped > report.skips.length && make('p', { text: 'and ' + number(report.skipped - report.skips.length) + ' more' })]));
}

function theme() {
  var root = document.documentElement, store = null;
  try { store = window.localStorage; root.dataset.theme = store.getItem('keyfence-theme') || ''; } catch (_) { /* a page from disk may have no storage */ }
  find('theme').addEventListener('click', function () {
    var dark = root.dataset.theme ? root.dataset.theme === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try { store.setItem('keyfence-theme', root.dataset.theme); } catch (_) { /* as above */ }
  });
}

theme(); headline(); tiles(); holders(); rules(); filters(); notes(); draw();
})();
`;
