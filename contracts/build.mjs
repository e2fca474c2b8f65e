// Compiles the contracts, and each further file named on the command line by itself (a generated Verifier.sol), and writes out/NAME.json with interface and
// bytecode of each contract. Warnings are errors, so what exceeds the limits of code size is one too. Nothing is done that was done before.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "out");
const read = (path) => readFileSync(path, "utf8");

function build(name, files, settings) {
    const text = JSON.stringify({
        language: "Solidity",
        sources: Object.fromEntries(files.map(([source, path]) => [source, { content: read(path) }])),
        settings: {
            evmVersion: "prague",
            metadata: { bytecodeHash: "none", appendCBOR: false },
            outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
            ...settings,
        },
    });
    const stamp = createHash("sha256").update(text).update(read(join(here, "package-lock.json"))).digest("hex");
    const stampFile = join(out, `${name}.sha256`);
    if (existsSync(stampFile) && read(stampFile) === stamp)
        return;

    const solc = createRequire(import.meta.url)("solc");
    const output = JSON.parse(solc.compile(text, { import: (path) => ({ contents: read(join(here, "node_modules", path)) }) }));

    // OpenZeppelin's guard clears its transient storage, so the compiler's warning of others (2394) does not concern it.
    const errors = (output.errors ?? []).filter((error) => error.errorCode !== "2394");
    for (const error of errors)
        console.error(error.formattedMessage);
    if (errors.length)
        process.exit(1);

    mkdirSync(out, { recursive: true });
    for (const [source, contracts] of Object.entries(output.contracts)) {
        for (const [contract, { abi, evm }] of Object.entries(contracts)) {
            if (!source.startsWith("@") && evm.bytecode.object)
                writeFileSync(join(out, `${contract}.json`), JSON.stringify({ format: "zk/artifact/1", name: contract, abi, bytecode: `0x${evm.bytecode.object}` }) + "\n");
        }
    }
    writeFileSync(stampFile, stamp);
}

const own = ["src", "test"].flatMap((folder) =>
    readdirSync(join(here, folder)).filter((file) => file.endsWith(".sol")).sort().map((file) => [`${folder}/${file}`, join(here, folder, file)]));
// The compiler's usual balance of size and gas: more runs make contracts that exceed the limit.
build("contracts", own, { optimizer: { enabled: true, runs: 200 } });

// What a generated verifier asks for in its head. npm runs this in its own folder; names are those of the caller's.
for (const file of process.argv.slice(2))
    build(basename(file), [[basename(file), resolve(process.env.INIT_CWD ?? ".", file)]], { optimizer: { enabled: true, runs: 1000000 } });
