// Compiles: reads the compiler's standard JSON, writes its answer.
import { readFileSync } from 'node:fs';
import solc from 'solc';

process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
