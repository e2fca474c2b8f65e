namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The circuit <c>settlement/perpetual</c>: a batch of ticks, deposits, trades, transfers, liquidations, deleverages and withdrawals, forced ones among them, moves
/// the state from one root to another. The public inputs are <see cref="SettlementStatement"/>. Each type of operation has slots of its own. Accounts are read and written in
/// a memory, so their paths in the tree are opened once a batch, however often they are touched.
/// </summary>
/// <param name="profile">Slots and sizes.</param>
public sealed class PerpetualCircuit(PerpetualProfile profile) : CircuitDefinition<Fr, PerpetualWitness>
{
    /// <summary>The types of operation on accounts, in order.</summary>
    private static readonly IReadOnlyList<PerpetualSlot> _types = [.. PerpetualSlots.All.Where(s => s > PerpetualSlot.FundingTick)];

    /// <inheritdoc/>
    public override string Name => profile.Circuit;

    /// <inheritdoc/>
    public override void Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PerpetualWitness> inputs)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(inputs);
        var domain = inputs.Field("domain", w => w.Domain);
        var challenge = inputs.Field("challenge", w => w.Challenge);
        var globals = GlobalGadget.Begin(builder, inputs.Select(w => w.Globals), profile, domain);
        var accounts = TouchedAccounts.Define(builder, inputs, profile.Accounts);
        var previousRoot = globals.Before.With(builder, accounts.OldRoot);
        var config = globals.Config;
        var batch = new BatchWires(domain, globals.Time, globals.Tables, config.VolumeLimit, config.InsuranceFloor, config.LiquidationFeePpm, accounts.Memory);
        var forced = ForcedMarkets.Write(builder, globals);
        var slots = DefineSlots(builder, inputs, batch, forced);
        var operations = _types.SelectMany(type => slots[type]).ToList();
        var last = Chain(builder, globals.Start, [.. _types.Select(type => slots[type])]);
        forced.AssertOpenInterest(builder, operations);
        var feeAccount = FeeSlot.Define(builder, inputs.Select(w => w.Fees), batch, [.. operations.Where(o => o.Fee is not null).Select(o => o.Fee!.Value)]);
        accounts.Close(builder);
        var changes = operations.Where(o => o.OpenInterest is not null).Select(o => o.OpenInterest!.Value).ToList();
        var nextRoot = GlobalGadget.End(builder, globals, last, changes).With(builder, accounts.NewRoot);

        var increasing = operations.Where(o => o.IsIncreasing is not null).Select(o => o.IsIncreasing!.Value).ToList();
        var used = _types.Select(type => (IReadOnlyList<Bit>)[.. slots[type].Select(s => s.IsUsed)]).ToList();
        Wire[] data =
        [
            .. GlobalGadget.HeaderWords(builder, globals, feeAccount, last.Tripped, increasing, used),
            .. globals.OracleTicks.Select(t => t.Word),
            .. globals.FundingTicks.Select(t => t.Word),
            .. operations.SelectMany(o => o.Words),
        ];
        builder.Public("D", domain);
        builder.Public("prevRoot", previousRoot);
        builder.Public("nextRoot", nextRoot);
        builder.Public("P", BatchDataGadget.Commit(builder, domain, data));
        builder.Public("z", challenge);
        builder.Public("y", BatchDataGadget.Evaluate(builder, data, challenge));
    }

    /// <summary>The slots by type, made side by side: each starts from scalars that it is given, and the memory orders what they do to accounts.</summary>
    private Dictionary<PerpetualSlot, OperationWires[]> DefineSlots(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PerpetualWitness> inputs, BatchWires batch, ForcedMarkets forced)
    {
        var slots = _types.ToDictionary(type => type, type => new OperationWires[profile[type]]);
        (PerpetualSlot Type, int Index)[] all = [.. _types.SelectMany(type => Enumerable.Range(0, profile[type]).Select(i => (type, i)))];
        builder.Parallel(all.Length, n =>
        {
            var (type, i) = all[n];
            slots[type][i] = type switch
            {
                PerpetualSlot.Deposit => DepositSlot.Define(builder, inputs.Select(w => w.Deposits[i]), batch),
                PerpetualSlot.Trade => TradeSlot.Define(builder, inputs.Select(w => w.Trades[i]), batch),
                PerpetualSlot.Transfer => TransferSlot.Define(builder, inputs.Select(w => w.Transfers[i]), batch),
                PerpetualSlot.Liquidation => LiquidationSlot.Define(builder, inputs.Select(w => w.Liquidations[i]), batch),
                PerpetualSlot.Deleverage => DeleverageSlot.Define(builder, inputs.Select(w => w.Deleverages[i]), batch),
                PerpetualSlot.Withdrawal => WithdrawalSlot.Define(builder, inputs.Select(w => w.Withdrawals[i]), batch),
                PerpetualSlot.ForcedWithdrawal => ForcedWithdrawalSlot.Define(builder, inputs.Select(w => w.ForcedWithdrawals[i]), batch),
                _ => ForcedTradeSlot.Define(builder, inputs.Select(w => w.ForcedTrades[i]), batch, forced),
            };
        });
        return slots;
    }

    /// <summary>Makes the scalars a chain and the used slots of each type a prefix.</summary>
    private static SequentialState Chain(CircuitBuilder<Fr> builder, SequentialState start, IReadOnlyList<OperationWires[]> slots)
    {
        using var scope = builder.Scope("order");
        var state = start;
        foreach (var type in slots)
        {
            for (var i = 0; i < type.Length; i++)
            {
                if (i > 0)
                    builder.AssertImplies(type[i].IsUsed, type[i - 1].IsUsed);
                if (type[i].State is not { } own)
                    continue;
                own.Before.AssertFollows(builder, state);
                state = own.After;
            }
        }

        return state;
    }
}
