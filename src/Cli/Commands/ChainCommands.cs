using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary><c>zk chain</c>: a settlement contract on a test chain, from its deployment to a batch that moves its root.</summary>
internal static class ChainCommands
{
    private static readonly Option<string> Rpc = new("--rpc") { Description = "Node that signs for its accounts, such as anvil", HelpName = "URL", Required = true };

    private static readonly Option<string> DeploymentFile = new("--deployment")
    {
        Description = "Deployment file",
        HelpName = "FILE",
        DefaultValueFactory = _ => "deployment.json",
    };

    private static readonly Option<string?> From = new("--from") { Description = "Sender (default: the node's first account)", HelpName = "ADDRESS" };
    private static readonly Option<string> Vk = CommonOptions.File("--vk", "Verifying key of the verifier");
    private static readonly Option<string> Artifacts = new("--artifacts") { Description = "Compiled contracts", HelpName = "DIR", DefaultValueFactory = _ => "contracts/out" };
    private static readonly Option<string> VerifierName = new("--verifier") { Description = "Name of the verifier's contract", HelpName = "NAME", DefaultValueFactory = _ => "Verifier" };
    private static readonly Option<string?> Token = new("--token") { Description = "ERC-20 token (default: one for tests is made)", HelpName = "ADDRESS" };
    private static readonly Option<string?> Unit = new("--unit") { Description = "The token's smallest units in one unit of the state; needed with --token (default: 1)", HelpName = "N" };
    private static readonly Option<string> Key = CommonOptions.File("--key", "Key file of the account");
    private static readonly Option<uint> Account = new("--account") { Description = "Place of the account", HelpName = "N", Required = true };
    private static readonly Option<ulong> Amount = new("--amount") { Description = "Units to deposit", HelpName = "N", Required = true };
    private static readonly Option<uint> FeeAccount = new("--fee-account") { Description = "Account that gets the fees", HelpName = "N", DefaultValueFactory = _ => 0u };
    private static readonly Option<string?> State = new("--state") { Description = "The contract's present state (default: the empty one)", HelpName = "state.json" };

    private static readonly Option<string[]> Operations = new("--operation")
    {
        Description = "Signed withdrawal or transfer to settle behind the deposits; can be given more than once",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string> BatchOut = CommonOptions.File("--out", "Batch file to write");
    private static readonly Option<string> ProofFolder = new("--proof") { Description = "What 'zk settle' has written", HelpName = "DIR", DefaultValueFactory = _ => "./out" };
    private static readonly Argument<string> Request = new("SIGNED.json") { Description = "Signed withdrawal" };
    private static readonly Option<string?> Recipient = new("--recipient") { Description = "Whom the balance is owed to then", HelpName = "ADDRESS", Required = true };
    private static readonly Argument<string> Batch = new("BATCH.json") { Description = "The batch that was settled" };

    /// <summary>The command and its subcommands.</summary>
    public static Command Build() => new("chain", "A settlement contract on a test chain, whose node signs: no key of the chain passes through this tool")
    {
        new Command("deploy", "Deploy verifier, token, governance and settlement contract") { Rpc, From, Vk, Artifacts, VerifierName, Token, Unit, DeploymentFile }.Does(Run(DeployAsync)),
        new Command("deposit", "Approve and deposit tokens for an account") { Rpc, From, DeploymentFile, Key, Account, Amount }.Does(Run(DepositAsync)),
        new Command("batch", "Write a batch of the deposits that wait and the state allows, and of signed operations") { Rpc, From, DeploymentFile, State, Operations, FeeAccount, BatchOut }.Does(Run(BatchAsync)),
        new Command("submit", "Send a settled batch; its submitter must be an account of the node") { Rpc, DeploymentFile, Batch, ProofFolder }.Does(Run(SubmitAsync)),
        new Command("force-withdraw", "Publish a signed withdrawal that the operator must settle within 7 days; it takes a bond along") { Rpc, From, DeploymentFile, State, Request }.Does(Run(ForceAsync)),
        new Command("freeze", "Freeze the contract for ever because such a withdrawal is overdue") { Rpc, From, DeploymentFile, State, Request }.Does(Run(FreezeAsync)),
        new Command("escape", "Take an account's balance out of a frozen contract") { Rpc, From, DeploymentFile, State, Key, Account, Recipient }.Does(Run(EscapeAsync)),
        new Command("status", "Show root, batch number and sums") { Rpc, DeploymentFile }.Does(Run(StatusAsync)),
    };

    private static Func<CommandContext, Task<ExitCode>> Run(Func<CommandContext, JsonRpc, Task> body) => async context =>
    {
        if (!Uri.TryCreate(context.Get(Rpc), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw CliException.BadInput($"--rpc: '{context.Get(Rpc)}' is no http URL");
        using var rpc = new JsonRpc(url, context.Cancellation);
        await body(context, rpc).ConfigureAwait(false);
        return ExitCode.Done;
    };

    private static async Task DeployAsync(CommandContext context, JsonRpc rpc)
    {
        var path = context.Get(DeploymentFile);
        OutputFiles.CheckFile(path);
        var key = VerifyingKeyFile.Read(context.Get(Vk), Bn254.Curve);
        var (token, unit) = (Address(context, Token), UnitOf(context));
        var sender = await SettlementNode.SenderAsync(rpc, Address(context, From)).ConfigureAwait(false);
        var deployment = await new ChainDeployment(rpc, SettlementNode.Text(sender), context.Get(Artifacts)).RunAsync(key, context.Get(VerifierName), token, unit).ConfigureAwait(false);
        AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(CommandContext.ToText(deployment.ToJson()) + "\n"));
        context.Report(deployment.ToJson(), output =>
        {
            output.WriteLine($"{path}: settlement contract {deployment.Contract} on chain {deployment.ChainId}, token {deployment.Token}");
            if (key.DevelopmentSrs)
                output.WriteLine(SrsCommands.DevelopmentNote);
        });
    }

    private static async Task DepositAsync(CommandContext context, JsonRpc rpc)
    {
        var deployment = Deployment.Read(context.Get(DeploymentFile));
        var node = await SettlementNode.OpenAsync(rpc, context.Get(DeploymentFile)).ConfigureAwait(false);
        var owner = EdDsa.PublicKey(KeyFile.Read(context.Get(Key)));
        var sender = SettlementNode.Text(await SettlementNode.SenderAsync(rpc, Address(context, From)).ConfigureAwait(false));
        var tokens = context.Get(Amount) * await node.ReadAsync("UNIT()").ConfigureAwait(false);
        await rpc.SendAsync(
            sender, SettlementNode.Text(deployment.Token), ContractCall.Of("approve(address,uint256)").AddAddress(node.Contract).Add(tokens).Encode()).ConfigureAwait(false);
        await rpc.SendAsync(
            sender,
            node.Contract,
            ContractCall.Of("deposit(uint32,uint256,uint256,uint64)").Add(context.Get(Account)).Add(owner.X.ToBigInteger()).Add(owner.Y.ToBigInteger()).Add(context.Get(Amount)).Encode())
            .ConfigureAwait(false);
        context.Report(
            new JsonObject { ["format"] = "zk/deposit/1", ["account"] = context.Get(Account), ["amount"] = context.Get(Amount).ToString(CultureInfo.InvariantCulture) },
            output => output.WriteLine($"{context.Get(Amount)} units wait for account {context.Get(Account)}"));
    }

    private static async Task BatchAsync(CommandContext context, JsonRpc rpc)
    {
        var node = await SettlementNode.OpenAsync(rpc, context.Get(DeploymentFile)).ConfigureAwait(false);
        var submitter = await SettlementNode.SenderAsync(rpc, Address(context, From)).ConfigureAwait(false);
        var state = await node.ReadStateAsync(context.Get(State)).ConfigureAwait(false);
        var number = (ulong)await node.ReadAsync("nextBatch()").ConfigureAwait(false);
        var settlement = new SettlementContext(node.Domain, number, submitter);
        var batch = await new BatchAssembly(node, state, settlement, context.Get(FeeAccount)).RunAsync(context.Get(Operations)).ConfigureAwait(false);
        var deposits = batch.Operations.OfType<Deposit>().Count();
        AtomicFile.Write(context.Get(BatchOut), new BatchFile(batch, null).Write());
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/chain-batch/1",
                ["out"] = context.Get(BatchOut),
                ["operations"] = batch.Operations.Count,
                ["deposits"] = deposits,
                ["batchNumber"] = number.ToString(CultureInfo.InvariantCulture),
            },
            output => output.WriteLine($"{context.Get(BatchOut)}: batch {number}, {deposits} deposits and {batch.Operations.Count - deposits} signed operations"));
    }

    private static async Task SubmitAsync(CommandContext context, JsonRpc rpc)
    {
        var node = await SettlementNode.OpenAsync(rpc, context.Get(DeploymentFile)).ConfigureAwait(false);
        var receipt = await new BatchSubmission(node).RunAsync(context.Get(Batch), context.Get(ProofFolder)).ConfigureAwait(false);
        var root = (await node.ReadAsync("stateRoot()").ConfigureAwait(false)).ToString(CultureInfo.InvariantCulture);
        context.Report(
            new JsonObject { ["format"] = "zk/chain-submit/1", ["transaction"] = JsonRpc.Text(receipt, "transactionHash"), ["gas"] = JsonRpc.Text(receipt, "gasUsed"), ["root"] = root },
            output => output.WriteLine($"{JsonRpc.Text(receipt, "transactionHash")}: settled with {Convert.ToInt64(JsonRpc.Text(receipt, "gasUsed"), 16)} gas; the root is {root}"));
    }

    private static async Task ForceAsync(CommandContext context, JsonRpc rpc)
    {
        var (receipt, bond) = await (await ExitAsync(context, rpc).ConfigureAwait(false)).ForceAsync(context.Get(Request)).ConfigureAwait(false);
        Report(
            context, receipt, "zk/chain-force-withdraw/1", new() { ["bond"] = bond.ToString(CultureInfo.InvariantCulture) },
            $"{context.Get(Request)} waits for a batch, with a bond of {bond} wei; keep the file: it freezes the contract when 7 days have gone by");
    }

    private static async Task FreezeAsync(CommandContext context, JsonRpc rpc)
    {
        var receipt = await (await ExitAsync(context, rpc).ConfigureAwait(false)).FreezeAsync(context.Get(Request)).ConfigureAwait(false);
        Report(context, receipt, "zk/chain-freeze/1", [], "the contract is frozen for ever; its state is final");
    }

    private static async Task EscapeAsync(CommandContext context, JsonRpc rpc)
    {
        var exit = await ExitAsync(context, rpc).ConfigureAwait(false);
        var (account, recipient) = (context.Get(Account), Address(context, Recipient)!.Value);
        var secret = KeyFile.Read(context.Get(Key));
        try
        {
            var (receipt, balance) = await exit.EscapeAsync(account, recipient, secret).ConfigureAwait(false);
            Report(
                context, receipt, "zk/chain-escape/1", new() { ["account"] = account, ["balance"] = balance.ToString(CultureInfo.InvariantCulture) },
                $"{balance} units of account {account} are owed to {recipient} now; withdrawFor(address) pays them");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static async Task<AccountExit> ExitAsync(CommandContext context, JsonRpc rpc)
    {
        var node = await SettlementNode.OpenAsync(rpc, context.Get(DeploymentFile)).ConfigureAwait(false);
        var sender = SettlementNode.Text(await SettlementNode.SenderAsync(rpc, Address(context, From)).ConfigureAwait(false));
        return new AccountExit(node, await node.ReadStateAsync(context.Get(State)).ConfigureAwait(false), sender);
    }

    private static void Report(CommandContext context, JsonObject receipt, string format, JsonObject more, string text)
    {
        var report = new JsonObject { ["format"] = format, ["transaction"] = JsonRpc.Text(receipt, "transactionHash") };
        foreach (var (name, value) in more)
            report[name] = value?.DeepClone();
        context.Report(report, output => output.WriteLine($"{JsonRpc.Text(receipt, "transactionHash")}: {text}"));
    }

    private static async Task StatusAsync(CommandContext context, JsonRpc rpc)
    {
        var node = await SettlementNode.OpenAsync(rpc, context.Get(DeploymentFile)).ConfigureAwait(false);
        var report = new JsonObject { ["format"] = "zk/chain-status/1" };
        foreach (var (name, view, word) in new[]
        {
            ("root", "stateRoot()", 0), ("nextBatch", "nextBatch()", 0), ("batchTime", "batchTime()", 0), ("nextDeposit", "nextDeposit()", 0),
            ("queued", "totals()", 0), ("settled", "totals()", 1), ("owed", "totals()", 2), ("openRequests", "openRequests()", 0),
        })
            report[name] = (await node.ReadAsync(view, word).ConfigureAwait(false)).ToString(CultureInfo.InvariantCulture);
        foreach (var name in new[] { "paused", "frozen" })
            report[name] = !(await node.ReadAsync($"{name}()").ConfigureAwait(false)).IsZero;
        context.Report(report, output =>
        {
            foreach (var (name, value) in report.Skip(1))
                output.WriteLine($"{name,-12} {value}");
        });
    }

    private static BigInteger UnitOf(CommandContext context)
    {
        if (context.Get(Unit) is not { } text)
            return context.Get(Token) is null ? BigInteger.One : throw CliException.BadInput("--unit: is needed with --token: 64 bits hold few units of a token with 18 decimals");
        return BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unit) && !unit.IsZero && unit <= BigInteger.One << 128
            ? unit
            : throw CliException.BadInput($"--unit: '{text}' is no number from 1 to 2^128");
    }

    private static EthereumAddress? Address(CommandContext context, Option<string?> option)
    {
        if (context.Get(option) is not { } text)
            return null;
        return EthereumAddress.TryParse(text, out var address, out var reason) ? address : throw CliException.BadInput($"{option.Name}: {reason}");
    }
}
