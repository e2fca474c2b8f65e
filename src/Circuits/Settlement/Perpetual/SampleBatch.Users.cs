namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What users do.</summary>
internal sealed partial class SampleBatch
{
    private const int Attempts = 24;
    private const ulong Dollar = 1_000_000;
    private ulong _deposits;

    private void AddUsers(PerpetualSlot slot, int[] shares)
    {
        for (var i = 0; i < shares[(int)slot]; i++)
        {
            for (var attempt = 0; attempt < Attempts && !TryUser(slot); attempt++)
            {
            }
        }
    }

    private bool TryUser(PerpetualSlot slot) => slot switch
    {
        PerpetualSlot.Deposit => TryDeposit(),
        PerpetualSlot.Trade => _run.Scalars.Tripped ? TryReduce() : TryTrade(),
        PerpetualSlot.Transfer => TryTransfer(),
        PerpetualSlot.Withdrawal => TryWithdraw(),
        PerpetualSlot.ForcedWithdrawal => TryForceWithdrawal(),
        _ => TryForceTrade(),
    };

    /// <summary>Every other deposit creates an account, at the next free place.</summary>
    private bool TryDeposit()
    {
        var index = AnyAccount();
        if (_random.Below(2) == 0)
        {
            index = (uint)_pool.Count;
            while (_run.Find(index) is not null)
                index++;
        }

        var queueId = (_batch.Context.BatchNumber << 16) + _deposits++;
        var deposit = new Deposit(queueId, index, EdDsa.PublicKey(Key(index)), (1 + _random.Below(2_000)) * Dollar);
        if (!TryAdd(PerpetualSlot.Deposit, deposit, index))
            return false;
        if (!_pool.Contains(index))
            _pool.Add(index);
        return true;
    }

    /// <summary>A new order meets one that waits, or another new one; what is left of either waits.</summary>
    private bool TryTrade()
    {
        var market = AnyMarket();
        var price = PriceOf(market);
        var waiting = _book.Waiting(market);
        var first = waiting?.Order ?? NewOrder(AnyAccount(), market, _random.Below(2) == 0, _book.Size(price));
        var left = waiting?.Left ?? first.Size;
        var second = NewOrder(AnyAccount(), market, !first.IsBuy, _book.Size(price));
        var size = Math.Min(left, second.Size);
        if (!TryMatch(first, second, size, price))
        {
            _book.Filled(first, 0);
            return false;
        }

        _book.Filled(first, left - size);
        _book.Filled(second, second.Size - size);
        return true;
    }

    /// <summary>While the breaker holds, a short position and a long one are reduced against each other.</summary>
    private bool TryReduce()
    {
        var market = AnyMarket();
        var (buyer, seller) = (AnyAccount(), AnyAccount());
        var (held, owed) = (BalanceOf(seller, market), -BalanceOf(buyer, market));
        if (held <= 0 || owed <= 0)
            return false;
        var price = PriceOf(market);
        var size = Math.Min(Math.Min((ulong)held, (ulong)owed), _book.Size(price));
        return TryMatch(NewOrder(buyer, market, true, size, reduceOnly: true), NewOrder(seller, market, false, size, reduceOnly: true), size, price);
    }

    private long BalanceOf(uint account, int market) => _run.Find(account)?.Positions.Balance(market) ?? 0;

    private LimitOrder NewOrder(uint account, int market, bool isBuy, ulong size, bool reduceOnly = false) =>
        _book.New(account, market, isBuy, size, PriceOf(market), reduceOnly, _batch.Time, _domain);

    private bool TryMatch(LimitOrder first, LimitOrder second, ulong size, ulong price)
    {
        var (buy, sell) = first.IsBuy ? (first, second) : (second, first);
        var quote = SampleBook.Worth(size, price);
        var trade = new Trade(buy, sell, size, quote, SampleBook.Fee(buy, quote), SampleBook.Fee(sell, quote));
        return TryAdd(PerpetualSlot.Trade, trade, buy.Account, sell.Account);
    }

    private bool TryTransfer()
    {
        var (from, to) = (AnyAccount(), AnyAccount());
        var key = EdDsa.PublicKey(Key(to));
        var (amount, fee, nonce, expiry) = Terms(from);
        return TryAdd(PerpetualSlot.Transfer, new Transfer(from, to, key, amount, fee, nonce, expiry).Sign(Key(from), _domain), from, to);
    }

    private bool TryWithdraw()
    {
        var from = AnyAccount();
        var (amount, fee, nonce, expiry) = Terms(from);
        return TryAdd(PerpetualSlot.Withdrawal, new Withdrawal(from, Recipient(), amount, fee, nonce, expiry).Sign(Key(from), _domain), from);
    }

    /// <summary>Every fourth one carries a nonce that was used or is yet to come, and is shown to be impossible.</summary>
    private bool TryForceWithdrawal()
    {
        var from = AnyAccount();
        var (amount, _, nonce, expiry) = Terms(from);
        if (_random.Below(4) == 0)
            nonce ^= 1;
        var withdrawal = new Withdrawal(from, Recipient(), amount, 0, nonce, expiry);
        var signature = RequestSignature.Of(EdDsa.Sign(Key(from), withdrawal.Message(_domain)));
        return TryAdd(PerpetualSlot.ForcedWithdrawal, new ForcedWithdrawal(from, withdrawal.Recipient, amount, nonce, expiry, signature), from);
    }

    private bool TryForceTrade()
    {
        var (market, buyer, seller) = (AnyMarket(), AnyAccount(), AnyAccount());
        var size = _book.Size(PriceOf(market));
        var quote = Math.Max(1, SampleBook.Worth(size, PriceOf(market)));
        var request = new ForcedTrade(market, size, quote, NewSide(buyer), NewSide(seller));
        return TryAdd(
            PerpetualSlot.ForcedTrade,
            request with { Buyer = Signed(request, true), Seller = Signed(request, false) },
            buyer,
            seller);

        ForcedSide NewSide(uint account) => new(account, _book.NextNumber(account), _batch.Time + 86_400, default);
    }

    private ForcedSide Signed(ForcedTrade request, bool isBuy)
    {
        var side = isBuy ? request.Buyer : request.Seller;
        return side with { Signature = RequestSignature.Of(EdDsa.Sign(Key(side.Account), request.Order(isBuy).Message(_domain))) };
    }

    private (ulong Amount, ulong Fee, uint Nonce, uint Expiry) Terms(uint account) =>
        (_random.Below(50 * Dollar), _random.Below(Dollar / 10), _run.Find(account)?.Nonce ?? 0, _batch.Time + (uint)_random.Below(86_400));

    private EthereumAddress Recipient() => SampleRandom.Address("zk/sample/recipient/1", _random.Next());
}
