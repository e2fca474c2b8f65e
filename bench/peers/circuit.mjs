// The statement of the vanilla circuit of `zk bench prove` in Noir: v_(i+1) = v_i + v_(i-1) + 5 and v_i v_(i-1) in turn from the public v_0, one gate a step.
import { compile, createFileManager } from '@noir-lang/noir_wasm';
import { Noir } from '@noir-lang/noir_js';
import { mkdirSync, writeFileSync } from 'node:fs';

const source = steps => `fn main(start: pub Field) -> pub Field {
    let mut previous = 0;
    let mut current = start;
    for i in 0..${steps} {
        let next = if i % 2 == 1 { current * previous } else { current + previous + 5 };
        previous = current;
        current = next;
    }
    current
}
`;

/** Writes folder/circuit.json and folder/witness.gz. */
export async function makeCircuit(folder, steps) {
  mkdirSync(`${folder}/src`, { recursive: true });
  writeFileSync(`${folder}/Nargo.toml`, '[package]\nname = "vanilla"\ntype = "bin"\nauthors = [""]\n\n[dependencies]\n');
  writeFileSync(`${folder}/src/main.nr`, source(steps));
  // The compiler talks on standard output, which is for the table.
  const log = console.log;
  console.log = () => {};
  try {
    const { program } = await compile(createFileManager(folder));
    const { witness } = await new Noir(program).execute({ start: '3' });
    writeFileSync(`${folder}/circuit.json`, JSON.stringify(program));
    writeFileSync(`${folder}/witness.gz`, witness);
  } finally {
    console.log = log;
  }
}
