using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The account that gets the fees.</summary>
/// <param name="Account">Its place, whether there are fees or not.</param>
/// <param name="LastAccess">The number of the access before to it, or to the reserved cell where there are no fees.</param>
/// <param name="Place">What is there.</param>
public sealed record FeeInput(BigInteger Account, BigInteger LastAccess, LightAccountInput Place);

/// <summary>The payment of the fees at the end of a batch.</summary>
internal static class FeeSlot
{
    /// <summary>Credits the sum of the fees to an account, which must exist unless the sum is zero, and yields its place.</summary>
    public static UInt Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, FeeInput> inputs, BatchWires batch, IReadOnlyList<UInt> fees)
    {
        using var scope = builder.Scope("fees");
        var sum = builder.Sum<Fr>([.. fees]);
        var isUsed = builder.Not(builder.IsZero(sum));
        var access = new AccountCell(inputs.UInt("account", AccountCell.IndexBits, f => f.Account), inputs.Field("last access", f => f.LastAccess));
        var account = LightAccount.Open(builder, inputs.Select(f => f.Place));
        builder.AssertImplies(isUsed, account.Exists);
        access.Replace(builder, batch, isUsed, account.OldLeaf, account.Credit(builder, sum));
        return access.Index;
    }
}
