using System.Text;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualCircuitFixture;
using static Zk.Circuits.Tests.Settlement.Perpetual.PerpetualWorld;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>A batch proved and verified, on a curve whose points are exponents: fast, and as binding for statements as a real one.</summary>
public class PerpetualProofTests
{
    [Test]
    public void AProofFitsItsOwnStatementOnly()
    {
        using var srs = Srs<Fr>.CreateForDevelopment(ExponentCurve<Fr>.Instance, Compiled.SrsSize, 2);
        using var engine = new CpuEngine<Fr>();
        var (provingKey, key) = Keys.Generate(Compiled.Compiled, srs, engine);
        using var ownedKey = provingKey;
        var transition = Apply(State, new PerpetualOperations
        {
            OracleTicks = [Tick(Price + One, Price + One, Price + One)],
            FundingTicks = [new FundingTick(1, 7)],
            Deposits = [new Deposit(3, 77, Key(77), 77)],
            Trades = [NewTrade(2, 1, 10, 1010)],
        });
        var statement = transition.Statement(Profile, key.Digest);
        using var assignment = Compiled.Assign(PerpetualWitness.Create(transition, statement, Profile));
        var proof = new Prover<Fr>(provingKey, engine).Prove(assignment);
        Assert.That(new Verifier<Fr>(key).Verify(proof, statement.ToArray(), out var reason), Is.True, reason);
        for (var i = 0; i < SettlementStatement.Length; i++)
        {
            var inputs = statement.ToArray();
            inputs[i] += Fr.One;
            Assert.That(new Verifier<Fr>(key).Verify(proof, inputs), Is.False, $"input {i}");
        }
    }

    [Test]
    public void RowsAreThoseOfTheProfile() =>
        Snapshot.Matches("docs/profiles/settlement-perpetual-1.txt", Encoding.UTF8.GetBytes(Compiled.Profile.ToString()));

    [TestCase(8, 18)]
    [TestCase(32, 19)]
    [TestCase(64, 19)]
    public void LargerProfilesFitTheirDomains(int size, int log2)
    {
        using var circuit = Circuit.Compile(new PerpetualCircuit(PerpetualProfile.Find(size)!));
        Assert.That(circuit.Unused, Is.Empty);
        Assert.That(circuit.Profile.Log2, Is.EqualTo(log2), circuit.Profile.ToString());
        Snapshot.Matches($"docs/profiles/settlement-perpetual-{size}.txt", Encoding.UTF8.GetBytes(circuit.Profile.ToString()));
    }
}
