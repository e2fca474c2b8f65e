// Prints a table of our prover beside Barretenberg's: node peers.mjs ZK-COMMAND... See README.md; run.sh does all of it.
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { list, machine, median, mebibytes, run, time } from '../machine.mjs';
import { makeCircuit } from './circuit.mjs';
import { convertSrs, verifierFor } from './srs.mjs';

// Gates that bb adds to the steps: public inputs and rows for zero knowledge, rounded up. The domain stays the one asked for and is full.
const RESERVED = 136;
const here = fileURLToPath(new URL('.', import.meta.url));
const bb = `${here}node_modules/@aztec/bb.js/build/amd64-linux/bb`;
const work = `${here}out`;
const runs = Number(process.env.RUNS ?? 3);
const zk = process.argv.slice(2);
if (zk.length === 0) {
  console.error('usage: node peers.mjs ZK-COMMAND...');
  process.exit(2);
}

const provers = {
  bb: async (log2, count) => ['bb UltraHonk', await barretenberg(log2, count)],
  vanilla: async (log2, count) => ['zk vanilla', await ours(log2, count)],
  full: async (log2, count) => ['zk full', await ours(log2, count, '--full')],
};
const sizes = list('SIZES', '16,18').map(Number);
const threads = list('THREADS', '1,2');
await prepare();

console.log(`${machine()}; bb ${(await run(bb, ['--version'])).stdout.trim()}.\n`);
console.log('| rows | threads | prover | median | fastest | runs | peak memory | cores kept busy by others |');
console.log('|---|---|---|---|---|---|---|---|');
for (const log2 of sizes) {
  for (const count of threads) {
    const row = (prover, report) => console.log(`| 2^${log2} | ${count} | ${prover} | ${time(report.median)} | ${time(report.fastest)} | ${report.runs} | `
      + `${mebibytes(report.peak)} | ${report.others.toFixed(1)} |`);
    for (const prover of list('PROVERS', 'bb,vanilla,full'))
      row(...await provers[prover](log2, count));
  }
}

function folder(log2) {
  return `${work}/${log2}`;
}

/** SRS, circuits, witnesses, keys; nothing here is timed. What an earlier run made is used again. */
async function prepare() {
  const largest = Math.max(...sizes);
  const srs = `${work}/${largest}.srs`;
  if (!existsSync(srs))
    await run(zk[0], [...zk.slice(1), 'srs', 'new', '--log2', String(largest + 1), '--out', srs]);
  const verifier = verifierFor(bb, convertSrs(srs, `${work}/crs`), `${work}/bb-verifier`);
  for (const log2 of sizes) {
    const at = folder(log2);
    if (!existsSync(`${at}/witness.gz`))
      await makeCircuit(at, 2 ** log2 - RESERVED);
    rmSync(`${at}/keys`, { recursive: true, force: true });
    await run('mkdir', ['-p', `${at}/keys`, `${at}/proof`]);
    await run(bb, ['write_vk', '-b', `${at}/circuit.json`, '-o', `${at}/keys`, '-t', 'evm', '-c', `${work}/crs`]);
    await run(bb, proveArguments(at));
    await run(verifier, ['verify', '-p', `${at}/proof/proof`, '-i', `${at}/proof/public_inputs`, '-k', `${at}/keys/vk`, '-t', 'evm', '-c', `${work}/crs`]);
  }
}

function proveArguments(at) {
  return ['prove', '-b', `${at}/circuit.json`, '-w', `${at}/witness.gz`, '-k', `${at}/keys/vk`, '-o', `${at}/proof`, '-t', 'evm', '-c', `${work}/crs`];
}

async function barretenberg(log2, count) {
  const results = [];
  for (let i = 0; i < runs; i++)
    results.push(await run(bb, proveArguments(folder(log2)), { HARDWARE_CONCURRENCY: count }));
  const ms = results.map(result => result.ms);
  return { median: median(ms), fastest: Math.min(...ms), runs, peak: Math.max(...results.map(result => result.peak)), others: median(results.map(result => result.others)) };
}

async function ours(log2, count, ...options) {
  const { stdout, others } = await run(zk[0], [...zk.slice(1), 'bench', 'prove', '--log2', String(log2), '--threads', count, '--json', ...options]);
  const report = JSON.parse(stdout);
  return { median: report.median_ms, fastest: report.min_ms, runs: report.runs, peak: report.peak_bytes, others };
}
