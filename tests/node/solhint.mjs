// Lints: reads {sources: {name: text}}, writes the list of everything that solhint says of them under the rules of solhint.json.
import { readFileSync } from 'node:fs';
import linter from 'solhint/lib/index.js';

const config = JSON.parse(readFileSync(new URL('solhint.json', import.meta.url), 'utf8'));
const { sources } = JSON.parse(readFileSync(0, 'utf8'));
const messages = Object.entries(sources).flatMap(([name, text]) =>
  linter.processStr(text, config, name).reports.map((r) => `${name}:${r.line}:${r.column} ${r.ruleId}: ${r.message}`));
process.stdout.write(JSON.stringify(messages));
