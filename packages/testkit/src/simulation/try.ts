import { runHistory } from './history.ts';
const n = Number(process.argv[2] ?? 1), from = Number(process.argv[3] ?? 1);
const t=performance.now(); let tasks=0, fails=0; const kinds=new Map<string,[number,number]>();
for (let s=from;s<from+n;s++){ const r=await runHistory(s, process.argv[4]?{tell:(l)=>console.log(l)}:{}); tasks+=r.tasks;
 if(r.violations.length){fails++; for(const v of r.violations){const k=v.replace(/[0-9a-f-]{36}\S*/g,'ID').replace(/item-\d+|comment-\d+/g,'X').slice(0,90); const e=kinds.get(k)??[0,s]; e[0]++; kinds.set(k,e);} }
 if(n<4) console.log(JSON.stringify({...r, reached:r.reached.length}), r.violations); }
console.log({fails, msPer:(performance.now()-t)/n, tasksPer:tasks/n}); for(const [k,v] of [...kinds].sort((a,b)=>b[1][0]-a[1][0]).slice(0,25)) console.log(v[0],'seed',v[1],k);
