using System.CommandLine;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary><c>zk verify</c>: checks a proof against a key and public inputs, and nothing else.</summary>
internal static class VerifyCommand
{
    private static readonly Option<string> Vk = CommonOptions.File("--vk", "Verifying key, JSON or binary");
    private static readonly Option<string> Proof = CommonOptions.File("--proof", "Proof, JSON or binary");
    private static readonly Option<string> Public = CommonOptions.File("--public", "Public inputs");

    /// <summary>The command.</summary>
    public static Command Build() => new Command("verify", "Verify a proof: exit code 0 if it is valid, 1 if it is not") { Vk, Proof, Public }.Does(Verify);

    private static void Verify(CommandContext context)
    {
        var key = VerifyingKeyFile.Read(context.Get(Vk), Bn254.Curve);
        var proof = ProofFile.Read(context.Get(Proof), Bn254.Curve, key);
        var inputs = PublicInputsFile.Read(context.Get(Public), Bn254.Curve, key.System.PublicInputs);
        var valid = new Verifier<Fr>(key).Verify(proof, inputs, out var reason);
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/verify/1",
                ["valid"] = valid,
                ["circuit"] = key.Circuit,
                ["development"] = key.DevelopmentSrs,
                ["reason"] = reason,
            },
            output =>
            {
                if (!valid)
                    return;
                output.WriteLine($"valid: a proof of {key.Circuit} for these {inputs.Length} public inputs");
                if (key.DevelopmentSrs)
                    output.WriteLine(SrsCommands.DevelopmentNote);
            });
        if (!valid)
            throw CliException.Invalid($"the proof is not valid: {reason}");
    }
}
