using Zk.Field;

namespace Zk.Circuits;

/// <summary>A circuit as its author writes it.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <typeparam name="TInput">What a witness is made from.</typeparam>
public abstract class CircuitDefinition<TF, TInput>
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The circuit's identifier, for example <c>settlement/payments/64</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Places the circuit's rows. It runs once or a few times, while the compiler looks for the best size, and must do the same each time.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">Declares the secret inputs.</param>
    public abstract void Define(CircuitBuilder<TF> builder, CircuitInputs<TF, TInput> inputs);
}

/// <summary>A circuit written as a lambda, for small ones.</summary>
internal sealed class LambdaCircuit<TF, TInput>(string name, Action<CircuitBuilder<TF>, CircuitInputs<TF, TInput>> define) : CircuitDefinition<TF, TInput>
    where TF : unmanaged, IPrimeField<TF>
{
    public override string Name => name;

    public override void Define(CircuitBuilder<TF> builder, CircuitInputs<TF, TInput> inputs) => define(builder, inputs);
}
