using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// A signature as a request to the contract carries it: halves of 128 bits of R.x, R.y and S, any numbers. Only a settled batch says whether it is one.
/// </summary>
/// <param name="RxLow">R.x mod 2^128.</param>
/// <param name="RxHigh">R.x div 2^128.</param>
/// <param name="RyLow">R.y mod 2^128.</param>
/// <param name="RyHigh">R.y div 2^128.</param>
/// <param name="SLow">S mod 2^128.</param>
/// <param name="SHigh">S div 2^128.</param>
public readonly record struct RequestSignature(UInt128 RxLow, UInt128 RxHigh, UInt128 RyLow, UInt128 RyHigh, UInt128 SLow, UInt128 SHigh)
{
    /// <summary>The number of halves.</summary>
    public const int Length = 6;

    internal const int HalfBits = 128;

    /// <summary>The halves in the order of the data words.</summary>
    public IReadOnlyList<UInt128> Halves => [RxLow, RxHigh, RyLow, RyHigh, SLow, SHigh];

    /// <summary>R.x as it is spelled, below 2^256.</summary>
    public BigInteger Rx => Join(RxLow, RxHigh);

    /// <summary>R.y as it is spelled, below 2^256.</summary>
    public BigInteger Ry => Join(RyLow, RyHigh);

    /// <summary>S as it is spelled, below 2^256.</summary>
    public BigInteger S => Join(SLow, SHigh);

    /// <summary>The halves of a signature.</summary>
    public static RequestSignature Of(EdDsaSignature signature)
    {
        var (x, y, s) = (signature.R.X.ToBigInteger(), signature.R.Y.ToBigInteger(), signature.S);
        return new(Low(x), High(x), Low(y), High(y), Low(s), High(s));
    }

    /// <summary>The signature that the halves spell.</summary>
    /// <returns>False when a coordinate is not below the field's characteristic; nothing else is judged.</returns>
    public bool TryDecode(out EdDsaSignature signature)
    {
        var areElements = Rx < Fr.Characteristic && Ry < Fr.Characteristic;
        signature = areElements ? new(new EdwardsPoint(Fr.FromBigInteger(Rx), Fr.FromBigInteger(Ry)), S) : default;
        return areElements;
    }

    private static UInt128 Low(BigInteger value) => (UInt128)(value & UInt128.MaxValue);

    private static UInt128 High(BigInteger value) => (UInt128)(value >> HalfBits);

    private static BigInteger Join(UInt128 low, UInt128 high) => low + ((BigInteger)high << HalfBits);
}

/// <summary>How a forced request ended. It is proven either way.</summary>
public enum ForcedResult
{
    /// <summary>It was done.</summary>
    Done = 0,

    /// <summary>An account does not exist.</summary>
    UnknownAccount = 1,

    /// <summary>A withdrawal that had expired.</summary>
    Expired = 2,

    /// <summary>A withdrawal with another nonce than the account's.</summary>
    WrongNonce = 3,

    /// <summary>A withdrawal from an account that has used its last nonce.</summary>
    NonceExhausted = 4,

    /// <summary>A withdrawal whose signature does not verify.</summary>
    BadSignature = 5,

    /// <summary>A withdrawal after which the account would not be healthy.</summary>
    Margin = 6,
}

/// <summary>How a forced trade ended: the first rule that it breaks. It is proven either way.</summary>
public enum ForcedTradeResult
{
    /// <summary>It was done.</summary>
    Done = 0,

    /// <summary>An account does not exist.</summary>
    UnknownAccount = 1,

    /// <summary>Buyer and seller are the same account.</summary>
    SelfTrade = 2,

    /// <summary>The market is not configured, or has had no price or no funding index yet.</summary>
    UnknownMarket = 3,

    /// <summary>One of the orders has expired.</summary>
    Expired = 4,

    /// <summary>One of the orders has number 0, has been replaced, or does not have the size left.</summary>
    Filled = 5,

    /// <summary>One of the signatures does not verify.</summary>
    BadSignature = 6,

    /// <summary>The breaker has tripped, and one of the accounts would not only reduce its position.</summary>
    ReduceOnly = 7,

    /// <summary>A balance, collateral, value or open interest would leave its range, or an account would have too many positions.</summary>
    Overflow = 8,

    /// <summary>One of the changes is not legal.</summary>
    Margin = 9,
}

/// <summary>A withdrawal without fee that the contract demands: the account's owner signed it, and it is done or shown to be impossible.</summary>
/// <param name="Account">The account debited.</param>
/// <param name="Recipient">The L1 address that the contract credits.</param>
/// <param name="Amount">What leaves, below 2^63.</param>
/// <param name="Nonce">The account's nonce.</param>
/// <param name="Expiry">The last batch time at which it may be settled.</param>
/// <param name="Signature">The signature of the withdrawal.</param>
public sealed record ForcedWithdrawal(uint Account, EthereumAddress Recipient, ulong Amount, uint Nonce, uint Expiry, RequestSignature Signature)
{
    /// <summary>The withdrawal that is demanded; its message is what is signed.</summary>
    public Withdrawal Withdrawal => new(Account, Recipient, Amount, 0, Nonce, Expiry);
}

/// <summary>One side of a forced trade.</summary>
/// <param name="Account">The account.</param>
/// <param name="Number">The order's number.</param>
/// <param name="Expiry">The last batch time at which it may be settled.</param>
/// <param name="Signature">The signature of the order.</param>
public sealed record ForcedSide(uint Account, uint Number, uint Expiry, RequestSignature Signature);

/// <summary>A trade that the contract demands: both sides signed orders of exactly this size and quote, without fee and not reduce-only.</summary>
/// <param name="Market">The market, any 8-bit number.</param>
/// <param name="Size">Units that change hands, 1..2^63 − 1.</param>
/// <param name="Quote">Collateral that the buyer pays the seller, 1..2^63 − 1.</param>
/// <param name="Buyer">The buyer.</param>
/// <param name="Seller">The seller.</param>
public sealed record ForcedTrade(int Market, ulong Size, ulong Quote, ForcedSide Buyer, ForcedSide Seller)
{
    /// <summary>The order of one side, whose message is what it signs.</summary>
    public LimitOrder Order(bool isBuy)
    {
        var side = isBuy ? Buyer : Seller;
        return new(side.Account, Market, isBuy, false, side.Number, side.Expiry, Size, Quote, 0);
    }
}
