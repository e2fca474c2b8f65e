using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary><c>zk key new</c> and <c>zk sign</c>: what a user of the settlement needs to take part in a batch.</summary>
internal static class KeyCommands
{
    private static readonly Option<string> Out = CommonOptions.File("--out", "File to write");
    private static readonly Option<string> Key = CommonOptions.File("--key", "Key file of the account that is debited");
    private static readonly Argument<string> OperationPath = new("OPERATION.json") { Description = "Operation file, signed or not" };

    /// <summary><c>zk key</c>.</summary>
    public static Command BuildKey() => new("key", "Keys of account owners")
    {
        new Command("new", "Make a key from the system's random source; the file holds the secret, readable by its owner only") { Out }.Does(NewKey),
    };

    /// <summary><c>zk sign</c>.</summary>
    public static Command BuildSign() => new Command("sign", "Sign a withdrawal or a transfer") { OperationPath, Key, Out }.Does(Sign);

    private static void NewKey(CommandContext context)
    {
        var path = context.Get(Out);
        if (File.Exists(path))
            throw CliException.BadFile(path, "exists already; a new key would put an account out of reach for ever");
        var secret = RandomNumberGenerator.GetBytes(EdDsa.SecretKeyLength);
        try
        {
            WritePrivately(path, KeyFile.Write(secret));
            var publicKey = "0x" + Convert.ToHexStringLower(EdDsa.PublicKey(secret).Pack());
            context.Report(
                new JsonObject { ["format"] = "zk/key-new/1", ["out"] = path, ["publicKey"] = publicKey },
                output => output.WriteLine($"{path}: public key {publicKey}"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static void Sign(CommandContext context)
    {
        var path = context.Get(Out);
        var operation = OperationFile.Read(context.Get(OperationPath));
        var secret = KeyFile.Read(context.Get(Key));
        try
        {
            var signed = operation.Sign(secret);
            AtomicFile.Write(path, signed.Write());
            context.Report(
                new JsonObject
                {
                    ["format"] = "zk/sign/1",
                    ["out"] = path,
                    ["publicKey"] = "0x" + Convert.ToHexStringLower(EdDsa.PublicKey(secret).Pack()),
                },
                output => output.WriteLine($"{path}: signed"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static void WritePrivately(string path, byte[] bytes)
    {
        using var file = new AtomicFile(path);

        // Before the secret is in it.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(((FileStream)file.Stream).SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        file.Stream.Write(bytes);
        file.Commit();
    }
}
