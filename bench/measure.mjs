// Prints a table of `zk bench` in Markdown, line by line: node bench/measure.mjs COMMAND..., the command being how zk is started here:
//   node bench/measure.mjs dotnet src/Cli/bin/Release/net10.0/zk.dll > bench/results/DATE-NAME.md
// WHAT, SIZES and THREADS in the environment select rows; each is a list separated by commas.
import { list, machine, mebibytes, run, time } from './machine.mjs';

const benchmarks = { ntt: ['ntt'], msm: ['msm'], prove: ['prove'], full: ['prove', '--full'] };
const [command, ...prefix] = process.argv.slice(2);
if (!command) {
  console.error('usage: node measure.mjs COMMAND...');
  process.exit(2);
}

console.log(`${machine()}.\n`);
console.log('| zk bench | size | threads | median | fastest | runs | peak memory | cores kept busy by others |');
console.log('|---|---|---|---|---|---|---|---|');
for (const what of list('WHAT', 'ntt,msm,prove,full')) {
  // Proofs of the smallest size only: five of them take long enough.
  const sizes = list('SIZES', '16,18');
  for (const size of benchmarks[what][0] === 'prove' ? sizes.slice(0, 1) : sizes) {
    for (const threads of list('THREADS', '1,2')) {
      const args = [...benchmarks[what], '--log2', size, '--threads', threads];
      const { stdout, others } = await run(command, [...prefix, 'bench', ...args, '--json']);
      const report = JSON.parse(stdout);
      console.log(`| ${benchmarks[what].join(' ')} | 2^${size} | ${threads} | ${time(report.median_ms)} | ${time(report.min_ms)} | ${report.runs} | ${mebibytes(report.peak_bytes)} | ${others.toFixed(1)} |`);
    }
  }
}
