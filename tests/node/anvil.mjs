// Runs anvil's native binary with the given arguments for as long as standard input stays open: however the tests end, so does anvil.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const systems = { linux: 'linux', darwin: 'darwin', win32: 'win32' };
const processors = { x64: 'amd64', arm64: 'arm64' };
const name = `@foundry-rs/anvil-${systems[process.platform]}-${processors[process.arch]}`;
const binary = createRequire(import.meta.url).resolve(`${name}/bin/anvil${process.platform === 'win32' ? '.exe' : ''}`);
const anvil = spawn(binary, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit'] });
anvil.on('error', (error) => { console.error(error.message); process.exit(1); });
anvil.on('exit', (code) => process.exit(code ?? 0));
const stop = () => anvil.kill('SIGKILL');
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdin.on('end', stop);
process.stdin.on('error', stop);
process.stdin.resume();
