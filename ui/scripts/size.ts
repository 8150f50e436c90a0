import { allKb, firstLoadKb, routeKb, sizesOf } from './sizes.ts';

/** Prints what the browser loads of the built dashboard against the budgets. Ends with 1 when one is broken. */
let broken = false;
const line = (what: string, size: number, most: number) => {
  broken ||= size > most;
  console.log(`${what.padEnd(34)} ${size.toFixed(1).padStart(7)} kB gz of ${most}${size > most ? '  OVER' : ''}`);
};
const sizes = sizesOf();
line('first load: shell and overview', sizes.first, firstLoadKb);
for (const { name, kb } of sizes.routes) line(`page ${name}, beyond the shell`, kb, routeKb);
line('everything', sizes.all, allKb);
process.exitCode = broken ? 1 : 0;
