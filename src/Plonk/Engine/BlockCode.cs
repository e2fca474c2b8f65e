namespace Zk.Plonk;

/// <summary>What a <see cref="BlockInstruction"/> does, in terms of <see cref="Field.IBlockArithmetic{T}"/>.</summary>
internal enum BlockOperation
{
    /// <summary>target = input[left].</summary>
    Load,

    /// <summary>target = left.</summary>
    Copy,

    /// <summary>target = left + right, limb by limb.</summary>
    Add,

    /// <summary>target = left − right, limb by limb.</summary>
    Subtract,

    /// <summary>target = left · right.</summary>
    Multiply,

    /// <summary>target = left².</summary>
    Square,

    /// <summary>The same value in limbs of one unit.</summary>
    Normalise,

    /// <summary>A congruent value about as small as a field element's, in limbs of one unit.</summary>
    Reduce,
}

/// <summary>One instruction. Operands are register numbers, or complements of constant numbers.</summary>
internal readonly record struct BlockInstruction(BlockOperation Operation, int Target, int Left, int Right = 0);

/// <summary>A scalar of the program as an operand of blocks: a factor of products is always scaled, a summand is in the form of the registers.</summary>
internal readonly record struct BlockConstant(int Scalar, bool Scaled);

/// <summary>
/// A <see cref="GateProgram{TF}"/> for blocks of one size: its instructions with carries and reductions where <see cref="BlockPlanner{TF}"/> found them necessary.
/// </summary>
/// <param name="Instructions">The code. It uses the program's registers and leaves its outputs where the program does.</param>
/// <param name="Constants">The scalars that it uses.</param>
/// <param name="Scaled">
/// Whether registers hold elements times R', as they must where registers are multiplied with each other. Otherwise they hold packed numbers as they are, which are
/// stored without another product.
/// </param>
internal sealed record BlockCode(IReadOnlyList<BlockInstruction> Instructions, IReadOnlyList<BlockConstant> Constants, bool Scaled);
