namespace Zk.Field;

/// <summary>
/// Arithmetic on blocks: 8 field elements, of which lane i is the i-th. A block is <see cref="BlockLength"/> longs, best aligned to 64 bytes; limb j of
/// the 8 lanes is the 8 longs from 8 j. Limbs are signed and redundant, of radix 2^52; an element is known by the value sum(limb_j 2^(52 j)) modulo p.
/// Methods are pure functions of memory: the result may be the same block as an operand, and blocks overlap in no other way. Variable time.
/// <para>
/// Montgomery factors. Elements are packed as x R mod p (R = 2^256 for four 64-bit limbs, 2^384 for six). The factor of <see cref="Multiply"/> is another,
/// R' = 2^260 or 2^416: multiply(a, b) = a b / R'. A "raw" block holds the packed numbers as they are, x R. A "scaled" block holds x R'. Hence
/// multiply(scaled, scaled) is scaled and multiply(scaled, raw) is raw; raw times raw is nothing. Loading scaled costs no more than loading raw but leaves a large number (below); storing
/// scaled costs a multiplication more than storing raw. Addition and the like work in either form.
/// </para>
/// <para>
/// Bounds. Let U be <see cref="LimbBound"/>, and say a block has u units if no limb exceeds u U in magnitude. What loads, broadcasts, Multiply, Square, Normalise
/// and Reduce return has one unit; sums and differences have the sum of their operands' units. Multiply(a, b) needs units(a) units(b) at most 4 and neither
/// above 4, Square needs at most 2 units, everything else at most 16. Any value must be below 2^(52 L - 1) in magnitude, L the number of limbs: that is
/// 16 p or more for L = 5, and for L = 8 always enough. Raw loads are in [0, p); scaled ones are in [0, 16 p) for L = 5 and in [0, 2^32 p) for L = 8.
/// Multiply returns a value in (-p - v, p + v) with v = |a| |b| / R'; R' is above 32 p for L = 5, above 2^32 p for L = 8. So one factor may be a scaled load
/// if the other is below 2 p, which yields less than 2 p, and products of products are below 1.2 p.
/// </para>
/// </summary>
/// <typeparam name="T">The element as it is packed in memory.</typeparam>
public unsafe interface IBlockArithmetic<T>
    where T : unmanaged
{
    /// <summary>The number of lanes of every block.</summary>
    const int Lanes = 8;

    /// <summary>Limbs of an element.</summary>
    static abstract int Limbs { get; }

    /// <summary>Longs of a block: 8 times <see cref="Limbs"/>.</summary>
    static abstract int BlockLength { get; }

    /// <summary>The limb magnitude that counts as one unit.</summary>
    static abstract long LimbBound { get; }

    /// <summary>The bits by which scaled numbers are shifted: R' / R = 2^ScaleBits.</summary>
    static abstract int ScaleBits { get; }

    /// <summary>r = a b / R'.</summary>
    static abstract void Multiply(long* r, long* a, long* b);

    /// <summary>r = a a / R'.</summary>
    static abstract void Square(long* r, long* a);

    /// <summary>r = a + b, limb by limb.</summary>
    static abstract void Add(long* r, long* a, long* b);

    /// <summary>r = a - b, limb by limb.</summary>
    static abstract void Subtract(long* r, long* a, long* b);

    /// <summary><paramref name="sum"/> = a + b and <paramref name="difference"/> = a - b, limb by limb.</summary>
    static abstract void AddSubtract(long* sum, long* difference, long* a, long* b);

    /// <summary>r = -a, limb by limb.</summary>
    static abstract void Negate(long* r, long* a);

    /// <summary>The same value with limbs of one unit.</summary>
    static abstract void Normalise(long* r, long* a);

    /// <summary>The value of a times 2^<paramref name="count"/>, which must be in the bound of values, with limbs of one unit; count is in 0..32.</summary>
    static abstract void ShiftLeft(long* r, long* a, int count);

    /// <summary>A value congruent to a modulo p, in [0, p + 2^-16 p), with limbs of one unit. |a| is below 2^9 p.</summary>
    static abstract void Reduce(long* r, long* a);

    /// <summary>The one value congruent to a modulo p in [0, p), with limbs in [0, 2^52). |a| is below 2^9 p.</summary>
    static abstract void Canonicalise(long* r, long* a);

    /// <summary>Sets all bits to zero, which is the element zero.</summary>
    static abstract void Clear(long* r);

    /// <summary>r = a.</summary>
    static abstract void Copy(long* r, long* a);

    /// <summary>Lane i of r is lane i of a if bit i of <paramref name="mask"/> is set, else lane i of b.</summary>
    static abstract void Select(long* r, int mask, long* a, long* b);

    /// <summary>Bit i is set if lane i is zero modulo p. |a| is below 2^9 p.</summary>
    static abstract int ZeroMask(long* a);

    /// <summary>Bit i is set if the lanes i of a and b are congruent. The sum of their units is at most 16, |a - b| is below 2^9 p.</summary>
    static abstract int EqualMask(long* a, long* b);

    /// <summary>Loads 8 packed elements, as they are.</summary>
    static abstract void LoadRaw(long* r, T* source);

    /// <summary>Loads 8 packed elements as a scaled block, by a shift.</summary>
    static abstract void LoadScaled(long* r, T* source);

    /// <summary>Lane i is the packed element <paramref name="offsets"/>[i] bytes from <paramref name="source"/>, as it is.</summary>
    static abstract void GatherRaw(long* r, void* source, long* offsets);

    /// <summary>Lane i is the packed element <paramref name="offsets"/>[i] bytes from <paramref name="source"/>, scaled by a shift.</summary>
    static abstract void GatherScaled(long* r, void* source, long* offsets);

    /// <summary>Packs a raw block canonically. |a| is below 2^9 p.</summary>
    static abstract void StoreRaw(T* destination, long* a);

    /// <summary>Packs a scaled block canonically; includes a multiplication, so any value, but at most 4 units.</summary>
    static abstract void StoreScaled(T* destination, long* a);

    /// <summary>As <see cref="StoreRaw"/>, lane i going <paramref name="offsets"/>[i] bytes from <paramref name="destination"/>.</summary>
    static abstract void ScatterRaw(void* destination, long* offsets, long* a);

    /// <summary>As <see cref="StoreScaled"/>, lane i going <paramref name="offsets"/>[i] bytes from <paramref name="destination"/>.</summary>
    static abstract void ScatterScaled(void* destination, long* offsets, long* a);

    /// <summary>Every lane is the element, raw.</summary>
    static abstract void BroadcastRaw(long* r, T value);

    /// <summary>Every lane is the element, scaled; unlike that of a scaled load the value is in [0, p).</summary>
    static abstract void BroadcastScaled(long* r, T value);

    /// <summary>Replaces one lane by the element, raw.</summary>
    static abstract void InsertRaw(long* r, int lane, T value);

    /// <summary>Replaces one lane by the element, scaled; the value is in [0, p).</summary>
    static abstract void InsertScaled(long* r, int lane, T value);

    /// <summary>
    /// Writes 8 blocks, one after the other: lane i of block j is lane j of the block <paramref name="offsets"/>[i] bytes from <paramref name="source"/>. None of
    /// those is written over.
    /// </summary>
    static abstract void Transpose(long* r, long* source, long* offsets);

    /// <summary>Lane <paramref name="to"/> of r = lane <paramref name="from"/> of a; the other lanes of r stay.</summary>
    static abstract void CopyLane(long* r, int to, long* a, int from);
}

/// <summary>An algorithm over blocks, written once for all kernels: a struct with its arguments and results as fields.</summary>
/// <typeparam name="T">The element as it is packed in memory.</typeparam>
public interface IBlockVisitor<T>
    where T : unmanaged
{
    /// <summary>Runs the algorithm. Called once for a bulk operation, so that all arithmetic inside is bound when this method is compiled.</summary>
    void Visit<TBlocks>()
        where TBlocks : struct, IBlockArithmetic<T>;
}
