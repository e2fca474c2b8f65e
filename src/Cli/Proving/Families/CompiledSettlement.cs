using Zk.Circuits;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>A compiled settlement circuit, whatever its witnesses are made from.</summary>
internal abstract class CompiledSettlement : IDisposable
{
    /// <summary>What keys and proofs are made from.</summary>
    public abstract CompiledCircuit<Fr> Compiled { get; }

    /// <summary>Its rows by gadget.</summary>
    public abstract CircuitProfile Profile { get; }

    /// <summary>The names of its public inputs, in order.</summary>
    public abstract IReadOnlyList<string> PublicInputs { get; }

    /// <summary>
    /// Makes the witness. The circuit computes its public inputs by itself; were they not those of the statement, a proof would be valid for something
    /// else than was asked, so the two are compared before any work goes into one.
    /// </summary>
    /// <exception cref="InvalidOperationException">Circuit and reference disagree, which is a bug in one of them.</exception>
    public Assignment<Fr> Assign(SettlementOutcome outcome, ReadOnlySpan<byte> keyDigest, int threads)
    {
        var statement = outcome.Statement(Compiled.Name, keyDigest);
        var assignment = Assign(outcome, statement, threads);
        var expected = statement.ToArray();
        for (var i = 0; i < expected.Length; i++)
        {
            if (assignment.PublicInputs[i] == expected[i])
                continue;
            assignment.Dispose();
            throw new InvalidOperationException($"the circuit's public input {PublicInputs[i]} is not that of the statement");
        }

        return assignment;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Replays the circuit's steps for a statement.</summary>
    protected abstract Assignment<Fr> Assign(SettlementOutcome outcome, SettlementStatement statement, int threads);
}

/// <summary>A compiled settlement circuit of one family.</summary>
/// <typeparam name="TOutcome">The family's outcomes.</typeparam>
/// <typeparam name="TWitness">What its witnesses are made from.</typeparam>
/// <param name="definition">The circuit.</param>
/// <param name="witness">Makes the circuit's input.</param>
internal sealed class CompiledSettlement<TOutcome, TWitness>(CircuitDefinition<Fr, TWitness> definition, Func<TOutcome, SettlementStatement, TWitness> witness) : CompiledSettlement
    where TOutcome : SettlementOutcome
{
    private readonly Circuit<Fr, TWitness> _circuit = Circuit.Compile(definition);

    /// <inheritdoc/>
    public override CompiledCircuit<Fr> Compiled => _circuit.Compiled;

    /// <inheritdoc/>
    public override CircuitProfile Profile => _circuit.Profile;

    /// <inheritdoc/>
    public override IReadOnlyList<string> PublicInputs => _circuit.PublicInputs;

    /// <inheritdoc/>
    public override void Dispose() => _circuit.Dispose();

    /// <inheritdoc/>
    protected override Assignment<Fr> Assign(SettlementOutcome outcome, SettlementStatement statement, int threads) =>
        _circuit.Assign(witness((TOutcome)outcome, statement), threads);
}
