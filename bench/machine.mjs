// What every table of measurements says about the machine, and one measured run of a command. Linux.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

const TICKS_PER_SECOND = 100;
const POLL_MS = 10;

export const list = (name, otherwise) => (process.env[name] ?? otherwise).split(',');

const output = (file, ...args) => execFileSync(file, args, { encoding: 'utf8' }).trim();

/** One line: cores, memory, SDK, commit, date. */
export function machine() {
  const flags = readFileSync('/proc/cpuinfo', 'utf8');
  const vectors = /\bavx512f\b/.test(flags) ? 'AVX-512' : /\bavx2\b/.test(flags) ? 'AVX2' : 'neither AVX-512 nor AVX2';
  const changed = output('git', 'status', '--porcelain', '--', 'src') === '' ? '' : ' with changes';
  return `${os.availableParallelism()} cores of ${os.cpus()[0].model.trim()} (${vectors}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, `
    + `.NET SDK ${output('dotnet', '--version')}, commit ${output('git', 'rev-parse', '--short', 'HEAD')}${changed}, ${new Date().toISOString().slice(0, 10)}`;
}

/**
 * Runs a command: its output, wall time in ms, peak resident bytes, and how many cores other processes kept busy meanwhile. The peak is the kernel's
 * own high-water mark, read while the command runs, so growth in the last few milliseconds before the exit would be missed.
 */
export function run(file, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const [busy, own, started] = [busyTicks(), childTicks(), performance.now()];
    const child = spawn(file, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr, peak] = ['', '', 0];
    const poll = setInterval(() => { peak = Math.max(peak, highWater(child.pid)); }, POLL_MS);
    child.stdout.on('data', text => { stdout += text; });
    child.stderr.on('data', text => { stderr += text; });
    child.on('error', reject);
    child.on('close', code => {
      clearInterval(poll);
      const ms = performance.now() - started;
      if (code !== 0) {
        reject(new Error(`${file} ${args.join(' ')} ends with ${code}:\n${stderr}${stdout}`));
        return;
      }
      const others = Math.max(0, (busyTicks() - busy) - (childTicks() - own)) / TICKS_PER_SECOND / (ms / 1000);
      resolve({ stdout, ms, peak, others });
    });
  });
}

export const time = ms => ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`;
export const mebibytes = bytes => `${Math.round(bytes / 2 ** 20)} MiB`;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function highWater(pid) {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // it has just ended
  }
}

// user, nice, system, idle, iowait, irq, softirq, steal: all but idle and iowait is work.
function busyTicks() {
  const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
  return user + nice + system + irq + softirq + steal;
}

// Fields 14 to 17 after the parenthesised name: this process, and its children that have ended.
function childTicks() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return fields.slice(11, 15).map(Number).reduce((a, b) => a + b);
}
