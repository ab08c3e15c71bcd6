/** The page's looks. Light and dark from one set of variables; no font, image or colour is loaded. */
export const stylesheet = `
:root{--bg:#f6f5f1;--card:#fff;--ink:#1c1f23;--soft:#5d646d;--line:#e3e1da;--code:#f3f2ec;--accent:#3b4cca;--accent-soft:#e8eafc;
--error:#b3261e;--error-soft:#fbe9e7;--warning:#8a5a00;--warning-fill:#d9950b;--warning-soft:#fdf1d8;--violet:#8b3fb5;--ok:#176b3f;--ok-soft:#e2f4e9;--shadow:0 1px 2px rgb(30 30 20/.06),0 6px 20px -8px rgb(30 30 20/.12);
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--bg:#101318;--card:#181c23;--ink:#e8eaee;--soft:#9aa3af;--line:#2a303a;--code:#11151b;--accent:#9aa8ff;--accent-soft:#232a4d;
--error:#ff8a80;--error-soft:#3a1a1a;--warning:#ffc857;--warning-fill:#ffc857;--warning-soft:#362a10;--violet:#d3a4f0;--ok:#7ddba3;--ok-soft:#14301f;--shadow:0 1px 2px rgb(0 0 0/.4),0 8px 24px -10px rgb(0 0 0/.6)}}
:root[data-theme=dark]{--bg:#101318;--card:#181c23;--ink:#e8eaee;--soft:#9aa3af;--line:#2a303a;--code:#11151b;--accent:#9aa8ff;--accent-soft:#232a4d;
--error:#ff8a80;--error-soft:#3a1a1a;--warning:#ffc857;--warning-fill:#ffc857;--warning-soft:#362a10;--violet:#d3a4f0;--ok:#7ddba3;--ok-soft:#14301f;--shadow:0 1px 2px rgb(0 0 0/.4),0 8px 24px -10px rgb(0 0 0/.6);color-scheme:dark}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-font-smoothing:antialiased}
.wide{max-width:1080px;margin:0 auto;padding:0 24px}
code,.mono{font-family:var(--mono);font-size:.88em}
h1{font-size:clamp(30px,5vw,46px);line-height:1.1;letter-spacing:-.025em;margin:.55em 0 .3em;font-weight:750;text-wrap:balance}
h2{font-size:21px;letter-spacing:-.01em;margin:44px 0 14px}
button,input,select{font:inherit;color:inherit}
button{cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
.skip{position:absolute;left:-9999px}.skip:focus{left:16px;top:12px;background:var(--card);padding:8px 14px;z-index:9;border-radius:8px}
.top{--tone:var(--ok);--tone-soft:var(--ok-soft);padding:26px 0 34px;border-bottom:1px solid var(--line);background:linear-gradient(180deg,var(--tone-soft),transparent)}
[data-outcome=errors] .top,[data-outcome=incomplete] .top{--tone:var(--error);--tone-soft:var(--error-soft)}
[data-outcome=warnings] .top,[data-outcome=nothing] .top{--tone:var(--warning);--tone-soft:var(--warning-soft)}
.brand{display:flex;align-items:center;gap:12px;font-weight:700;font-size:18px;color:var(--tone)}
.brand span{color:var(--ink)}.brand small{color:var(--soft);font-weight:400}
#theme{margin-left:auto;border:1px solid var(--line);background:var(--card);color:var(--ink);border-radius:99px;width:40px;height:40px;font-size:18px;line-height:1}
h1 em{font-style:normal;color:var(--tone)}
.scope,.closing{margin:4px 0;color:var(--soft)}.scope code{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:2px 8px;color:var(--ink)}
.stop{background:var(--error-soft);color:var(--ink);border-left:4px solid var(--error);padding:12px 16px;border-radius:8px}
#tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(124px,1fr));gap:14px;margin-top:-18px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:14px 16px;box-shadow:var(--shadow);text-align:left}
button.tile:hover{border-color:var(--accent)}
.tile[aria-pressed=true]{border-color:var(--accent);box-shadow:0 0 0 2px var(--accent)}
.tile b{display:block;font-size:clamp(22px,2.4vw,28px);line-height:1.15;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:14px}
.tile.error b{color:var(--error)}.tile.warning b{color:var(--warning)}.tile.ok b{color:var(--ok)}
.panel{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:20px 22px;box-shadow:var(--shadow)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:0 24px;align-items:stretch}
.pair section{display:flex;flex-direction:column;min-width:0}.pair .panel{flex:1}
.stack{display:flex;gap:3px;height:34px;margin-bottom:14px}
.stack i{min-width:6px;border-radius:4px}.stack i:first-child{border-radius:99px 4px 4px 99px}.stack i:last-child{border-radius:4px 99px 99px 4px}.stack i:only-child{border-radius:99px}
.both{background:var(--error)}.unpushed{background:var(--warning-fill)}.remote{background:var(--violet)}.local{background:var(--accent)}.loose{background:var(--soft)}
.holder{display:flex;gap:12px;align-items:center;width:100%;border:0;background:none;text-align:left;padding:8px 10px;border-radius:10px}
.holder:hover{background:var(--code)}.holder[aria-pressed=true]{background:var(--accent-soft)}
.small{font-size:13px;font-weight:650;color:var(--soft);margin:16px 0 4px;padding-left:10px}
.file span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;direction:rtl;unicode-bidi:plaintext;min-width:0;font-size:13px}
.holder i{width:12px;height:12px;border-radius:4px;flex:none}.holder b{margin-left:auto;font-variant-numeric:tabular-nums}
.rule{display:grid;grid-template-columns:1fr auto;gap:2px 16px;width:100%;border:0;background:none;text-align:left;padding:6px 10px;border-radius:10px}
.rule span:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.rule:hover{background:var(--code)}.rule[aria-pressed=true]{background:var(--accent-soft)}
.rule .bar{grid-column:1/-1;display:flex;height:7px;border-radius:99px;background:var(--code);overflow:hidden}
.bar i{display:block;height:100%}.bar .error{background:var(--error)}.bar .warning{background:var(--warning-fill)}.bar i:last-child{border-radius:0 99px 99px 0}
.rule b{text-align:right;font-variant-numeric:tabular-nums}
.more{display:block;border:0;background:none;color:var(--accent);padding:8px 10px;border-radius:8px;font-weight:600}.more:hover{background:var(--code)}
.over{display:grid;grid-template-columns:minmax(150px,250px) 1fr;gap:16px;align-items:end;margin-bottom:14px}
.over .name{margin:0 0 6px;padding-left:8px;line-height:1.2}.over b{display:block;font-size:40px;letter-spacing:-.03em;color:var(--error);font-variant-numeric:tabular-nums}
.over small{color:var(--soft)}
.area{position:relative;height:130px;border-bottom:1px solid var(--line)}
.area svg{display:block;width:100%;height:100%}
.ever{fill:var(--soft);opacity:.28}.alive{fill:var(--error);opacity:.9}
.area .cursor{position:absolute;top:0;bottom:0;width:1px;background:var(--ink)}
.said{position:absolute;left:10px;top:6px;margin:0;padding:2px 10px;border-radius:99px;background:var(--card);border:1px solid var(--line);font-size:13px;color:var(--soft);font-variant-numeric:tabular-nums;pointer-events:none}
.axis,.life{display:grid;grid-template-columns:minmax(150px,250px) 1fr;gap:16px;align-items:center}
.axis div{position:relative;height:22px;font-size:12px;color:var(--soft);border-bottom:1px solid var(--line)}
.axis i{position:absolute;font-style:normal;transform:translateX(-50%);white-space:nowrap}
.axis i:last-child{transform:translateX(-100%);font-weight:650;color:var(--ink)}
.life{width:100%;border:0;background:none;text-align:left;padding:1px 0;border-radius:8px}
.life:hover{background:var(--code)}
.life .name{display:flex;gap:10px;white-space:nowrap;padding-left:8px;min-width:0;font-size:13px}
.life .name small{color:var(--soft);overflow:hidden;text-overflow:ellipsis;margin-left:auto}
.track{position:relative;height:26px;background:repeating-linear-gradient(90deg,transparent 0 calc(20% - 1px),var(--line) calc(20% - 1px) 20%)}
.track i{position:absolute;top:6px;height:14px;min-width:14px;border-radius:99px;background:var(--soft);opacity:.75}
.track i.head{background:var(--error);opacity:1}
.track i.head.warning{background:var(--warning-fill)}
.track i.head.open{border-top-right-radius:0;border-bottom-right-radius:0}
.track i.pushed::after{content:"";position:absolute;left:4px;top:4px;width:6px;height:6px;border-radius:50%;background:var(--card)}
.legend{display:flex;flex-wrap:wrap;gap:18px;color:var(--soft);font-size:13px;margin:14px 0 0}
.legend i{display:inline-block;width:22px;height:10px;border-radius:99px;margin-right:7px;background:var(--soft);position:relative}
.legend .head{background:var(--error)}.legend .gone{opacity:.6}.legend .pushed::after{content:"";position:absolute;left:3px;top:2px;width:6px;height:6px;border-radius:50%;background:var(--card)}
#filters{display:flex;flex-wrap:wrap;gap:10px;position:sticky;top:0;background:var(--bg);padding:10px 0;z-index:2}
#filters input,#filters select{border:1px solid var(--line);background:var(--card);border-radius:10px;padding:9px 13px;min-height:42px}
#filters input{flex:1 1 280px}#filters select{flex:0 1 auto;max-width:230px}
#shown{color:var(--soft);margin:2px 0 10px;font-size:14px}
#findings{list-style:none;margin:0;padding:0;display:grid;gap:14px}
.finding{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--error);border-radius:14px;padding:16px 20px;box-shadow:var(--shadow);min-width:0;scroll-margin-top:80px}
.finding.warning{border-left-color:var(--warning)}
.finding h3{margin:0;font-size:17px;display:flex;flex-wrap:wrap;gap:6px 12px;align-items:baseline}
.finding h3 code{background:var(--code);border-radius:6px;padding:1px 8px}
.badge{font-size:12px;font-weight:650;text-transform:uppercase;letter-spacing:.05em;color:var(--error)}.warning .badge{color:var(--warning)}
.place{margin:4px 0 10px;font-family:var(--mono);font-size:14px;overflow-wrap:anywhere}
.place small{color:var(--soft);font-family:system-ui,sans-serif}
pre{margin:10px 0;background:var(--code);border-radius:10px;padding:10px 0;overflow-x:auto;font:13px/1.6 var(--mono)}
pre span{display:block;padding:0 14px;white-space:pre}pre .own{background:var(--error-soft)}.warning pre .own{background:var(--warning-soft)}
pre i{font-style:normal;color:var(--soft);user-select:none;display:inline-block;min-width:3.2em;text-align:right;padding-right:1.2em}
mark{background:none;color:var(--error);font-weight:700}.warning mark{color:var(--warning)}
.chips{display:flex;flex-wrap:wrap;gap:7px;margin:10px 0;padding:0;list-style:none}
.chips li{font-size:13px;border-radius:99px;padding:2px 11px;background:var(--code);color:var(--soft);max-width:100%;overflow-wrap:anywhere}
.chips .bad{background:var(--error-soft);color:var(--error)}.chips .good{background:var(--ok-soft);color:var(--ok)}
details{margin-top:10px}summary{cursor:pointer;font-weight:600;width:fit-content;border-radius:6px}
details ol{margin:8px 0;padding-left:24px}details li{margin:6px 0;overflow-wrap:anywhere}
details li a{color:var(--accent)}
details li code,.copy code{background:var(--code);border-radius:6px;padding:2px 7px}
.remark{color:var(--soft);margin:6px 0}
.copy{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin-top:12px;color:var(--soft);font-size:13px}
.copy button,#more{border:1px solid var(--line);background:var(--card);border-radius:8px;padding:4px 12px}
#more{display:block;margin:18px auto;padding:10px 22px}
.empty{text-align:center;padding:46px 20px;color:var(--soft)}.empty b{display:block;font-size:20px;color:var(--ink)}
footer.wide{color:var(--soft);font-size:13px;padding-top:36px;padding-bottom:46px}
@media(max-width:640px){#filters{position:static}#filters select{flex:1 1 100%;max-width:none}.axis i:nth-child(even):not(:last-child),.axis i:nth-child(5){display:none}.axis,.life,.over{grid-template-columns:minmax(96px,34%) 1fr}.life .name small{display:none}.said{position:static;border:0;padding:0}.area{height:auto}.area svg{height:90px}.wide{padding:0 16px}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}.finding:target,.finding.flash{animation:flash 1.4s}@keyframes flash{from{box-shadow:0 0 0 4px var(--accent)}}}
@media print{#filters,#theme,#more,.copy button{display:none}.finding,.panel,.tile{box-shadow:none;break-inside:avoid}}
`;
