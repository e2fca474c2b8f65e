using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// What a compute device must do for the prover, which calls nothing else for bulk work. Buffers stay in the device's memory between calls; only
/// witness columns go up and only single elements and commitments come down. Calls of one proof are made one after another; several proofs may
/// share an engine. Nothing here is constant time.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public interface IEngine<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The device in words, for reports.</summary>
    string Description { get; }

    /// <summary>A buffer of zeros, owned by the caller.</summary>
    EngineBuffer<TF> Allocate(long length);

    /// <summary>
    /// A read-only buffer with the vector's values, which must not change or be disposed while it is in use. A device may keep a copy for the next
    /// time; the CPU reads the vector in place.
    /// </summary>
    EngineBuffer<TF> Borrow(FieldVector<TF> values);

    /// <summary>Overwrites the first <c>source.Length</c> elements.</summary>
    void Upload(FieldVector<TF> source, EngineBuffer<TF> destination);

    /// <summary>Reads the first <c>destination.Length</c> elements.</summary>
    void Download(EngineBuffer<TF> source, FieldVector<TF> destination);

    /// <summary>Overwrites a few elements.</summary>
    void Write(EngineBuffer<TF> destination, long start, ReadOnlySpan<TF> values);

    /// <summary>Reads a few elements.</summary>
    void Read(EngineBuffer<TF> source, long start, Span<TF> values);

    /// <summary>Copies all of <paramref name="source"/> over the first elements of <paramref name="destination"/>.</summary>
    void Copy(EngineBuffer<TF> source, EngineBuffer<TF> destination);

    /// <summary>
    /// Copies element i of <paramref name="source"/> to element start + i·stride of <paramref name="destination"/>, for each i.
    /// </summary>
    void Scatter(EngineBuffer<TF> source, EngineBuffer<TF> destination, long start, long stride);

    /// <summary>values[i] = first·ratio^i.</summary>
    void FillPowers(EngineBuffer<TF> values, TF first, TF ratio);

    /// <summary>destination[i] += scalar·source[i] for the elements of <paramref name="source"/>, which may be the shorter.</summary>
    void AddScaled(EngineBuffer<TF> destination, TF scalar, EngineBuffer<TF> source);

    /// <summary>destination[i] += Σ scalar·source[i] over the terms, whose sources may be shorter and of different lengths.</summary>
    void AddCombination(EngineBuffer<TF> destination, IReadOnlyList<(TF Scalar, EngineBuffer<TF> Source)> terms);

    /// <summary>values[i] *= factors[i].</summary>
    void Multiply(EngineBuffer<TF> values, EngineBuffer<TF> factors);

    /// <summary>Replaces each element by its inverse; zero stays zero.</summary>
    void Invert(EngineBuffer<TF> values);

    /// <summary>Among the first <paramref name="count"/> elements, values[i] becomes the product of the ones before it; values[0] becomes one.</summary>
    /// <returns>The product of all of them.</returns>
    TF PrefixProduct(EngineBuffer<TF> values, long count);

    /// <summary>Among the first <paramref name="count"/> elements, values[i] becomes the sum of the ones before it; values[0] becomes zero.</summary>
    /// <returns>The sum of all of them.</returns>
    TF PrefixSum(EngineBuffer<TF> values, long count);

    /// <summary>
    /// In place on the first 2^<paramref name="log2"/> elements: values on shift·⟨ω⟩ (element i at shift·ω^i) become the coefficients of the
    /// polynomial of degree below 2^<paramref name="log2"/> that takes them.
    /// </summary>
    void Interpolate(EngineBuffer<TF> values, int log2, TF shift);

    /// <summary>
    /// The values of a polynomial on shift·⟨ω⟩, for the subgroup of order <c>destination.Length</c>, a power of two that may be smaller than the
    /// number of coefficients.
    /// </summary>
    void EvaluateOnCoset(EngineBuffer<TF> coefficients, TF shift, EngineBuffer<TF> destination);

    /// <summary>The value of a polynomial at a point.</summary>
    TF Evaluate(EngineBuffer<TF> coefficients, TF point);

    /// <summary>Divides a polynomial by X − root in place; the last element becomes zero.</summary>
    /// <returns>The remainder, which is the value at the root.</returns>
    TF DivideByLinear(EngineBuffer<TF> coefficients, TF root);

    /// <summary>
    /// Evaluates a program on rows 0..<paramref name="rows"/>−1. Outputs may be inputs, if those are read without offset.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="challenges">Values by <see cref="ChallengeId"/>.</param>
    /// <param name="rows">n.</param>
    /// <param name="inputs">One view for each of the program's inputs.</param>
    /// <param name="outputs">One buffer for each of the program's outputs.</param>
    void Run(GateProgram<TF> program, ReadOnlySpan<TF> challenges, long rows, IReadOnlyList<ColumnView<TF>> inputs, IReadOnlyList<EngineBuffer<TF>> outputs);

    /// <summary>The KZG commitment to a polynomial. A device may keep the powers of an SRS that it has seen.</summary>
    G1Point Commit(Srs<TF> srs, EngineBuffer<TF> coefficients);

    /// <summary>
    /// The KZG commitment to the polynomial of degree below n with these n values on the domain of n rows, which is fast where many are zero or small. It is
    /// the same point that its coefficients give.
    /// </summary>
    /// <exception cref="ArgumentException">The SRS has no Lagrange base of n points.</exception>
    G1Point CommitValues(Srs<TF> srs, EngineBuffer<TF> values);
}
