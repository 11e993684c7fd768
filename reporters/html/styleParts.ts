const HEAT = Array.from(
  { length: 11 },
  (_, step) => `.h${step}{background:rgba(var(--heat),${(step * 0.055).toFixed(3)})}`,
)

/** Charts, claims, heat map, lists of cells. */
export const styleParts = `
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
