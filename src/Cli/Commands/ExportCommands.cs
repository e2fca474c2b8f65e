using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary><c>zk export</c>: what goes to Ethereum, made of the files of keys and proofs.</summary>
internal static class ExportCommands
{
    private const string VerifierName = "Verifier.sol";
    private const string CalldataName = "calldata.hex";

    private static readonly Option<string> Vk = CommonOptions.File("--vk", "Verifying key, JSON or binary");
    private static readonly Option<string> Proof = CommonOptions.File("--proof", "Proof, JSON or binary");
    private static readonly Option<string> Public = CommonOptions.File("--public", "Public inputs");
    private static readonly Option<string> Source = CommonOptions.File("--out", "Solidity file to write");
    private static readonly Option<string?> Out = new("--out") { Description = "File to write (default: standard output)", HelpName = "FILE" };

    /// <summary>The command and its subcommands.</summary>
    public static Command Build() => new("export", "Make the contract that verifies a key's proofs, and calls to it")
    {
        new Command("solidity", "Generate the verifier contract of a key") { Vk, Source }.Does(Solidity),
        new Command("calldata", "Encode a call that verifies a proof; the contract decides whether it is valid") { Vk, Proof, Public, Out }.Does(Calldata),
    };

    /// <summary>Adds the contract and the call with this proof to what is written.</summary>
    public static void AddFiles(OutputFiles files, VerifyingKey<Fr> key, Proof<Fr> proof, Fr[] publicInputs)
    {
        files.Add(VerifierName, SolidityVerifier.Generate(key));
        files.Add(CalldataName, Hexadecimal(SolidityCalldata.Encode(key, proof, publicInputs)));
    }

    private static void Solidity(CommandContext context)
    {
        var path = context.Get(Source);
        var key = VerifyingKeyFile.Read(context.Get(Vk), Bn254.Curve);
        var source = SolidityVerifier.Generate(key);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(source));
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/export-solidity/1",
                ["out"] = path,
                ["circuit"] = key.Circuit,
                ["digest"] = "0x" + Convert.ToHexStringLower(key.Digest),
                ["development"] = key.DevelopmentSrs,
                ["compiler"] = SolidityVerifier.CompilerVersion,
                ["optimizer_runs"] = SolidityVerifier.OptimizerRuns,
            },
            output =>
            {
                output.WriteLine($"{path}: verifier of {key.Circuit}; compile with solc {SolidityVerifier.CompilerVersion} --optimize --optimize-runs {SolidityVerifier.OptimizerRuns}");
                if (key.DevelopmentSrs)
                    output.WriteLine(SrsCommands.DevelopmentNote);
            });
    }

    private static void Calldata(CommandContext context)
    {
        var key = VerifyingKeyFile.Read(context.Get(Vk), Bn254.Curve);
        var proof = ProofFile.Read(context.Get(Proof), Bn254.Curve, key);
        var inputs = PublicInputsFile.Read(context.Get(Public), Bn254.Curve, key.System.PublicInputs);
        if (!SolidityCalldata.TryEncode(key, proof, inputs, out var calldata, out var reason))
            throw CliException.Invalid($"the proof is not valid: {reason}");
        var text = Hexadecimal(calldata);
        var path = context.Get(Out);
        if (path is not null)
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(text));
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/export-calldata/1",
                ["out"] = path,
                ["circuit"] = key.Circuit,
                ["bytes"] = calldata.Length,
                ["calldata"] = text,
            },
            output => output.WriteLine(path is null ? text : $"{path}: {calldata.Length} bytes of calldata for the verifier of {key.Circuit}"));
    }

    private static string Hexadecimal(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
