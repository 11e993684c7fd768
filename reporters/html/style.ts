/**
 * The style of colours, type, the bar at the top, the verdict, tables, and print. Texts have a contrast of at least 4.5
 * with their ground.
 */
const styleBase = `
:root{--ground:#f6f7f8;--card:#fff;--ink:#1a1f26;--muted:#56606c;--line:#d9dee4;--soft:#eceff2;--link:#1b57b5;
--pass:#11683c;--pass-bg:#e2f3e9;--fail:#b3221c;--fail-bg:#fcebe9;--open:#7a5200;--open-bg:#fbf1d9;--none:#56606c;--none-bg:#eceff2;
--bad:#f9e3e0;--range:#34495e;--seen:#1b57b5;--unseen:#b45309;--del:#ffd9d5;--ins:#c9efd6;--heat:179,34,28;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--ground:#0f1216;--card:#171b21;--ink:#e5e9ee;--muted:#9ea8b4;--line:#2c343d;--soft:#20262d;--link:#86b6ff;
--pass:#62cf95;--pass-bg:#12301f;--fail:#ff9187;--fail-bg:#3a1917;--open:#e8bb55;--open-bg:#33270e;--none:#9ea8b4;--none-bg:#20262d;
--bad:#351c1b;--range:#b8c4d1;--seen:#86b6ff;--unseen:#f0a35c;--del:#5c211d;--ins:#1b4a2f;--heat:255,120,108}}
*{box-sizing:border-box}
html{scroll-padding-top:3.4rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main{max-width:1240px;margin:0 auto;padding:1.2rem 1.2rem 4rem}
main:focus,h2:focus,p:focus,bdi:focus{outline:none}
a{color:var(--link);text-underline-offset:2px}
a:focus-visible,button:focus-visible,summary:focus-visible,select:focus-visible,input:focus-visible,[tabindex="0"]:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999px;top:0;z-index:9;background:var(--card);padding:.6rem 1rem}.skip:focus{left:.5rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.muted{color:var(--muted)}
code,pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
nav{position:sticky;top:0;z-index:5;display:flex;gap:1.1rem;align-items:center;overflow-x:auto;white-space:nowrap;padding:.6rem max(1.2rem,calc((100% - 1240px)/2 + 1.2rem));background:var(--card);border-bottom:1px solid var(--line);font-size:14px}
nav a{text-decoration:none;color:var(--muted)}nav a:hover{color:var(--link);text-decoration:underline}
nav .brand{font-weight:650;color:var(--ink)}nav .pass{color:var(--pass)}nav .fail{color:var(--fail)}nav .inconclusive{color:var(--open)}
h1{font-size:2.3rem;line-height:1.15;letter-spacing:-.02em;margin:.1rem 0 .6rem}
h2{font-size:1.25rem;letter-spacing:-.01em;margin:0 0 .7rem}h3{font-size:1rem;margin:0;display:inline}
.verdict,.list,.part,.fold{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.2rem 1.4rem;margin:0 0 1rem}
.part .fold{border-width:1px 0 0;border-radius:0;padding:.6rem 0 .2rem;margin:.6rem 0 0}
.verdict{border-top:6px solid var(--none)}
.verdict.pass{border-top-color:var(--pass)}.verdict.fail{border-top-color:var(--fail)}.verdict.open{border-top-color:var(--open)}
.verdict.pass h1{color:var(--pass)}.verdict.fail h1{color:var(--fail)}.verdict.open h1{color:var(--open)}
.over{margin:0;color:var(--muted);font-size:14px}.lead{margin:0 0 .6rem;font-size:1.05rem}
.sign{display:inline-block;min-width:1em;font-weight:800}
.tiles{display:flex;flex-wrap:wrap;gap:.9rem 2.4rem;margin:1rem 0 0}.tiles dt{color:var(--muted);font-size:13px}.tiles dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}.tiles .muted{font-weight:400;font-size:13px}
.warning{margin:.4rem 0;padding:.3rem .7rem;border-radius:6px;background:var(--open-bg);color:var(--open)}
.count{margin-right:.5rem}
.badge{display:inline-block;padding:0 .5em;border-radius:99px;font-size:12.5px;font-weight:600;line-height:1.65;white-space:nowrap;color:var(--none);background:var(--none-bg)}
.badge.pass{color:var(--pass);background:var(--pass-bg)}.badge.fail{color:var(--fail);background:var(--fail-bg)}.badge.open{color:var(--open);background:var(--open-bg)}
.list{padding:.8rem 1.4rem .5rem;border-left:6px solid var(--none)}.list.fail{border-left-color:var(--fail)}.list.open{border-left-color:var(--open)}
.list h2{font-size:1.05rem;margin-bottom:.4rem}.list ul{margin:0;padding:0;list-style:none}
.list li{padding:.45rem 0;border-top:1px solid var(--soft)}.list li:first-child{border:0}
.list li>a:first-child{font-weight:600;color:var(--ink);text-decoration-color:var(--line)}
.list .suite{display:inline;color:var(--muted);font-weight:400;font-size:1em}.list .figures{display:block;font-size:14px;font-weight:600}.list li>.muted,.list li>a:last-child:not(:first-child){font-size:14px;margin-right:.6rem}.list li>a:last-child{white-space:nowrap}.list li>a:first-child{white-space:normal}
.list.fail .figures{color:var(--fail)}.list.open .figures{color:var(--open)}
summary{cursor:pointer}summary .muted{font-size:13px}
.scroll{overflow-x:auto}.scroll.tall{max-height:34rem;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
table.narrow{width:auto;min-width:20rem}
th,td{text-align:left;padding:.4rem .6rem;border-top:1px solid var(--soft);vertical-align:middle}
thead th{border-top:0;font-size:12.5px;font-weight:600;color:var(--muted);vertical-align:bottom}
tbody th{font-weight:500}.num{text-align:right;white-space:nowrap}
button,select,input{font:inherit;font-size:13.5px;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.2rem .6rem;max-width:100%}
button{cursor:pointer}button:hover:not(:disabled){border-color:var(--link)}button:disabled{opacity:.45;cursor:default}
bdi{overflow-wrap:anywhere}
@media (max-width:760px){h1{font-size:1.7rem}main{padding:.7rem .7rem 3rem}.verdict,.list,.part,.fold{padding:.9rem}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#bbb;--soft:#ddd;--link:#000}
nav,.skip,.filters,.pager,button,#cells,.figures-table{display:none}body{font-size:10.5pt}main{max-width:none;padding:0}
.verdict,.list,.part,.card,tr,figure,.flip{break-inside:avoid}.part{break-inside:auto;border:0;padding:0}.scroll,.scroll.tall{overflow:visible;max-height:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`

const HEAT = Array.from(
  { length: 11 },
  (_, step) => `.h${step}{background:rgba(var(--heat),${(step * 0.055).toFixed(3)})}`,
)

/** The style of charts, claims, the heat map, and lists of cells. */
const styleParts = `
svg.chart{display:block;width:100%;height:auto;overflow:visible}
svg text{font:11px system-ui,sans-serif;fill:var(--muted);text-anchor:middle;font-variant-numeric:tabular-nums}svg text.y{text-anchor:end}
.grid{stroke:var(--line);stroke-width:1}.bad{fill:var(--bad)}.limit{stroke:var(--fail);stroke-width:2;stroke-dasharray:4 2;fill:none}
.range{stroke:var(--range);stroke-width:3;stroke-linecap:round}.bound{fill:var(--range)}
tr.pass .range,g.pass .range{stroke:var(--pass)}tr.pass .bound{fill:var(--pass)}tr.fail .range,g.fail .range{stroke:var(--fail)}tr.fail .bound{fill:var(--fail)}tr.open .range,g.open .range{stroke:var(--open)}tr.open .bound{fill:var(--open)}
.estimate{fill:var(--card);stroke:var(--range);stroke-width:1.5}
.plot{margin:1rem 0 0}.plot figcaption{margin-bottom:.2rem}
table.forest{min-width:980px;table-layout:fixed}
.forest .axis{width:310px;padding-left:0;padding-right:0}.forest th.num{width:178px}.plot .forest th.num:last-child{width:200px}.forest td.axis{padding-top:0;padding-bottom:0}
.forest tbody th a{font-weight:500}.suite{display:block;font-size:12.5px;font-weight:400;color:var(--muted)}
.plot .forest th:nth-child(2){width:136px}
.calls{max-width:120px;margin:.2rem 0 0 auto}.calls.chart{width:120px}.grid-bar{fill:var(--soft)}.used-bar{fill:var(--link)}.fail-bar{fill:var(--fail)}.share.chart{width:120px}
.key{display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;font-size:13px;color:var(--muted);margin:0 0 .4rem}
.key span[class^=k-]::before{content:"";display:inline-block;vertical-align:middle;margin-right:.45em}
.k-range::before{width:20px;height:3px;border-radius:2px;background:var(--range)}.k-bound::before{width:9px;height:9px;border-radius:50%;background:var(--range)}
.k-limit::before{width:0;height:14px;border-left:2px dashed var(--fail)}.k-bad::before{width:16px;height:12px;background:var(--bad)}
.k-est::before{width:7px;height:7px;border:1.5px solid var(--range);rotate:45deg}
.k-seen::before{width:10px;height:10px;border-radius:50%;background:var(--seen)}.k-unseen::before{width:9px;height:9px;background:var(--unseen)}
.dumbbell{stroke:var(--muted);stroke-width:2}circle.seen{fill:var(--seen)}rect.unseen{fill:var(--unseen)}
.card{border-top:1px solid var(--line);padding:.6rem 0}.card>summary{display:flex;gap:.7rem;align-items:baseline;list-style:none}.card>summary::-webkit-details-marker{display:none}
.card>summary::before{content:"▸";color:var(--muted);width:.8em}.card[open]>summary::before{content:"▾"}
.card .badge{min-width:8.2em;text-align:center}.card .name{font-weight:500}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.6rem;margin:.6rem 0 .2rem 1.5rem}.two h3{margin-right:.6rem}
.card .fold{margin-left:1.5rem}
.two .figures{font-weight:600;margin:.2rem 0 .6rem}
.facts{margin:0;font-size:14px}.facts div{display:grid;grid-template-columns:6em 1fr;padding:.15rem 0}.facts dt{color:var(--muted)}.facts dd{margin:0}
.command{display:flex;gap:.5rem;align-items:center;margin:.6rem 0 0;font-size:13px;color:var(--muted)}.command code{flex:0 1 auto;overflow-x:auto;white-space:pre;background:var(--soft);color:var(--ink);padding:.2rem .5rem;border-radius:6px}
.path{margin:0}.path figcaption{font-size:13px;color:var(--muted)}.area{fill:var(--range);opacity:.13}.edge{fill:none;stroke:var(--range);stroke-width:1.6}
.figures-table{font-size:13px;margin-top:.3rem}.figures-table .scroll{max-height:14rem;overflow:auto}
${HEAT.join('')}
.heat{width:auto;font-size:12.5px}.heat th,.heat td{padding:.15rem .5rem;border:1px solid var(--card)}.heat td{text-align:center;min-width:4em}.heat tbody th{white-space:nowrap;font-weight:400}
.heat thead th{position:sticky;top:0;background:var(--card);z-index:1}.heat a{color:var(--ink);text-decoration:none;display:block}.heat a:hover{text-decoration:underline}.heat small{display:block;color:var(--ink);font-size:10.5px}.heat td.empty{background:var(--ground)}
.loss.chart{width:200px}.measure.chart{width:300px}.examples{columns:4 14rem;font:12.5px ui-monospace,monospace;list-style:none;padding:0}
.swatch{padding:.1rem .5rem;color:var(--ink)}.task{margin-top:1rem}.task h3{display:block}
.sweep{margin:0.4rem 0}
.runs{margin:0;padding-left:1.2rem;font-size:12.5px}
.filters{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:end;margin:.6rem 0}.filters[hidden]{display:none}.filters label{display:block;font-size:12.5px;color:var(--muted)}.filters select,.filters input,.filters button{height:32px}.filters select{width:11.5rem}.filters input{width:13rem}
[role=status]{font-size:13.5px;color:var(--muted);margin:.2rem 0}
ol.flips{list-style:none;margin:0;padding:0}.flip{border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;margin:.7rem 0}
.flip .head{margin:0 0 .4rem}.change{font-weight:600;margin:0 .4rem}
.input{margin:0 0 .6rem;font-size:14px}.input div{display:grid;grid-template-columns:7em 1fr}.input dt{color:var(--muted)}.input dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.input ol{margin:0;padding-left:1.4rem}
.sides{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem}
.side{background:var(--ground);border-radius:6px;padding:.6rem .8rem;min-width:0}.side p{margin:.3rem 0}.side .role{font-weight:600}.side .role .muted{font-weight:400;font-size:13px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0;max-height:24rem;overflow:auto}
.answer bdi{font-weight:600;white-space:pre-wrap}.side .command{font-size:12px}.raw summary{font-size:13px;color:var(--muted)}
del{background:var(--del);color:inherit;text-decoration:line-through;text-decoration-thickness:1px}ins{background:var(--ins);color:inherit;text-decoration:none;border-bottom:2px solid var(--pass)}
.ctl{font:11px ui-monospace,monospace;background:var(--open-bg);color:var(--open);border-radius:3px;padding:0 .2em}
.more{margin-left:.5rem;font-size:12.5px}
.pager{display:flex;gap:.5rem;margin:.8rem 0 0}
button.open{border:0;background:none;padding:0;color:var(--link);text-align:left;font:12.5px ui-monospace,monospace}td.text{max-width:16rem}
@media (max-width:760px){.two,.sides{grid-template-columns:1fr;margin-left:0}}
`

/**
 * The page's style: colours for light and dark, layout, charts, print. It is one string, because the page's policy
 * names its hash.
 */
export const style = `${styleBase}${styleParts}`.replaceAll(/\n\s*/g, '\n')
