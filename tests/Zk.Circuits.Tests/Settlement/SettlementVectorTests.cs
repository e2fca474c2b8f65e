using System.Text.Encodings.Web;
using System.Text.Json;
using Zk.Circuits.Settlement;
using static Zk.Circuits.Tests.Settlement.PaymentsWorld;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>Test vectors and samples that the repository carries for others.</summary>
public class SettlementVectorTests
{
    private static readonly JsonSerializerOptions _options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [TestCase("samples/payments-8.json", 16, 8, 8UL)]
    [TestCase("samples/payments-64.json", 256, 64, 64UL)]
    public void SamplesAreWhatTheGeneratorMakes(string path, int accounts, int operations, ulong seed)
    {
        Snapshot.Matches(path, PaymentsSample.Create(accounts, operations, seed).Write());
        var read = BatchFile.Read(Path.Combine(Snapshot.Root, path));
        Assert.That(PaymentsReference.TryApply(read.State!, read.Batch, out _, out var violation), Is.True, () => violation!.ToString());
    }

    [Test]
    public void VectorsAreWhatTheCodeMakes() =>
        Snapshot.Matches("docs/vectors/settlement.json", [.. JsonSerializer.SerializeToUtf8Bytes(Vectors(), _options), (byte)'\n']);

    private static object Vectors() => new
    {
        poseidon2 = new
        {
            permute012 = Permuted(0, 1, 2),
            compress12 = Text(Poseidon2.Compress(Small(1), Small(2))),
            hashDomain3Of123 = Text(Poseidon2.Hash(HashDomains.Operation, [Small(1), Small(2), Small(3)])),
            hashDomain4Of1234 = Text(Poseidon2.Hash(HashDomains.BatchData, [Small(1), Small(2), Small(3), Small(4)])),
            emptyTreeRoot = Text(AccountTree.Empty.Root),
        },
        eddsa = new[] { Signed(new byte[32], Fr.Zero), Signed(Secret(0), Small(1)), Signed(Secret(1), -Fr.One) },
        domain = new
        {
            chainId = Text(Context.Domain.ChainId),
            contract = Context.Domain.Contract.ToString(),
            value = Text(Context.Domain.Value),
        },
        account = new
        {
            publicKey = Hex(Key(0).Pack()),
            balance = "1000",
            nonce = 3,
            leaf = Text(NewAccount(0, 1000, 3).Leaf),
        },
        operations = new[] { Described(Deposit(77, 5)), Described(Withdrawal(0, 10, 2)), Described(Transfer(0, 1, 300, 7, 1)) },
        escape = Escaping(new EscapeOrder(1, new EthereumAddress(0xabcd))),
        batch = Statement(),
    };

    private static object Signed(byte[] secret, Fr message)
    {
        var key = EdDsa.PublicKey(secret);
        var signature = EdDsa.Sign(secret, message);
        return new
        {
            secretKey = Hex(secret),
            publicKey = new { x = Text(key.X), y = Text(key.Y), packed = Hex(key.Pack()) },
            message = Text(message),
            challenge = Text(EdDsa.Challenge(signature.R, key, message)),
            signature = new { rx = Text(signature.R.X), ry = Text(signature.R.Y), s = Text(signature.S), encoded = Hex(signature.Encode()) },
        };
    }

    private static object Described(Operation operation)
    {
        var signed = operation as SignedOperation;
        return new
        {
            operation = JsonSerializer.Deserialize<JsonElement>(new BatchFile(PaymentsWorld.Batch(operation), null).Write()).GetProperty("operations")[0],
            words = new[] { Text(operation.Words.First), Text(operation.Words.Second) },
            message = signed is null ? null : Text(signed.Message(Context.Domain.Value)),
        };
    }

    private static object Statement()
    {
        var digest = Keccak256.Hash("key"u8);
        var transition = Apply(Deposit(77, 5), Withdrawal(0, 10, 2), Transfer(0, 1, 300, 7, 1));
        var statement = transition.Statement(8, "settlement/payments/8", digest);
        return new
        {
            capacity = 8,
            circuit = "settlement/payments/8",
            keyDigest = Hex(digest),
            batchNumber = Text(Context.BatchNumber),
            submitter = Context.Submitter.ToString(),
            words = transition.Batch.Data(8).List.Select(w => Text(w)),
            publicInputs = statement.ToArray().Select(v => Text(v)),
        };
    }

    private static object Escaping(EscapeOrder order)
    {
        var (message, signature) = (order.Message(Context.Domain.Value), order.Sign(Secret(order.Account), Context.Domain.Value));
        Assert.That(EdDsa.Verify(Key(order.Account), message, signature, out var reason), Is.True, reason);
        return new
        {
            account = order.Account,
            publicKey = Hex(Key(order.Account).Pack()),
            recipient = order.Recipient.ToString(),
            message = Text(message),
            signature = new { rx = Text(signature.R.X), ry = Text(signature.R.Y), s = Text(signature.S), encoded = Hex(signature.Encode()) },
        };
    }

    private static string[] Permuted(params ulong[] state)
    {
        Fr[] values = [.. state.Select(Small)];
        Poseidon2.Permute(values);
        return [.. values.Select(v => Text(v))];
    }

    private static Fr Small(ulong value) => Fr.FromUInt64(value);

    private static string Text<T>(T value) => FormattableString.Invariant($"{value}");

    private static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
