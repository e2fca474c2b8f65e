using System.Numerics;
using Zk.Curves;
using Zk.Field;
using Zk.Testing;

namespace Zk.Plonk.Tests;

/// <summary>
/// Plans obey the contract of block arithmetic. The contract is written here a second time, from its documentation: units of limbs, and worst values as the code
/// builds them up.
/// </summary>
[TestFixture]
public class BlockPlannerTests
{
    private const int Limbs = 5;

    private static readonly BigInteger _factor = BigInteger.One << 260;

    [Test]
    public void Random_programs_stay_within_the_bounds([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        CheckPlan<Fr>([RandomExpressions.Next<Fr>(random, 10 + seed), RandomExpressions.Next<Fr>(random, 10)]);
        random = new Random(seed);
        CheckPlan<Fp256<Bls12381Fr>>([RandomExpressions.Next<Fp256<Bls12381Fr>>(random, 10 + seed)]);
    }

    [Test]
    public void Long_sums_are_carried_and_reduced([Values] bool products)
    {
        Expression<Fr> sum = products ? Expression<Fr>.Advice(0) * Expression<Fr>.Advice(0) : 0;
        for (var i = 0; i < 200; i++)
            sum = i % 3 == 0 ? sum - Expression<Fr>.Advice(i % 7) : sum + sum + Expression<Fr>.Advice(i % 7);
        var code = CheckPlan<Fr>([sum, sum * Expression<Fr>.Challenge(ChallengeId.Alpha)]);
        Assert.Multiple(() =>
        {
            Assert.That(code.Scaled, Is.EqualTo(products), "without products of columns nothing needs to leave the packed form");
            Assert.That(code.Instructions.Count(i => i.Operation == BlockOperation.Reduce), Is.InRange(1, 199));
            Assert.That(code.Instructions.Count(i => i.Operation == BlockOperation.Normalise), Is.LessThan(200));
        });
    }

    [Test]
    public void Sums_that_fit_are_left_alone()
    {
        var (a, b, c) = (Expression<Fr>.Advice(0), Expression<Fr>.Advice(1), Expression<Fr>.Advice(2));
        var code = CheckPlan<Fr>([(a + b) * (b + c), (a * b) + (c * c)]);
        Assert.That(code.Instructions.Select(i => i.Operation), Has.None.EqualTo(BlockOperation.Normalise).And.None.EqualTo(BlockOperation.Reduce));
    }

    [Test]
    public void Bounds_hold_at_the_edges_of_the_contract([Values(2, 3, 4, 5, 8, 16, 17)] int terms)
    {
        // Sums of as many units as each rule allows, and one more, as factors, squares and outputs.
        Expression<Fr> left = 0, right = 0;
        for (var i = 0; i < terms; i++)
        {
            left += Expression<Fr>.Advice(i) * Expression<Fr>.Advice(i + 1);
            right -= Expression<Fr>.Advice(i) * Expression<Fr>.Fixed(i);
        }

        CheckPlan<Fr>([left, left * right, right * right, left + (right * Expression<Fr>.Advice(0)), left * Expression<Fr>.Challenge(ChallengeId.Beta)]);
    }

    [Test]
    public void Fields_with_much_room_are_refused() =>
        Assert.That(() => BlockPlanner<Fr>.Plan(GateProgram<Fr>.Compile([Expression<Fr>.Advice(0)]), new BlockContract(Fr.Characteristic, 8, 4)), Throws.TypeOf<NotSupportedException>());

    [Test]
    public void Such_fields_run_by_their_own_operators()
    {
        var values = Enumerable.Range(0, 40).Select(i => -Fp384<Bls12381Fq>.FromUInt64((ulong)i)).ToArray();
        using var engine = new CpuEngine<Fp384<Bls12381Fq>>(1);
        using var column = new FieldVector<Fp384<Bls12381Fq>>(values);
        using var output = engine.Allocate(values.Length);
        var a = Expression<Fp384<Bls12381Fq>>.Advice(0);
        engine.Run(GateProgram<Fp384<Bls12381Fq>>.Compile([(a * a) - a]), [], values.Length, [new(engine.Borrow(column))], [output]);
        var results = new Fp384<Bls12381Fq>[values.Length];
        engine.Read(output, 0, results);
        Assert.That(results, Is.EqualTo(values.Select(v => (v * v) - v)));
    }

    [Test]
    public void Canonical_elements_need_nothing()
    {
        Expression<Fr> sum = 0;
        for (var i = 0; i < 200; i++)
            sum = sum + sum + (Expression<Fr>.Advice(i % 7) * sum) - 1;
        var program = GateProgram<Fr>.Compile([sum]);
        Assert.That(BlockPlanner<Fr>.Plan(program, BlockContract.Exact).Instructions, Has.Count.EqualTo(program.Instructions.Count));
    }

    private static BlockCode CheckPlan<TF>(Expression<TF>[] expressions)
        where TF : unmanaged, IPrimeField<TF>
    {
        var program = GateProgram<TF>.Compile(expressions);
        var code = BlockPlanner<TF>.Plan(program, new BlockContract(TF.Characteristic, Limbs, 4));
        var p = TF.Characteristic;
        var registers = new (int Units, BigInteger Value)[program.RegisterCount];
        foreach (var (operation, target, left, right) in code.Instructions)
        {
            if (operation == BlockOperation.Load)
            {
                registers[target] = (1, code.Scaled ? 16 * p : p);
                continue;
            }

            var (a, b) = (Operand(left), Operand(right));
            Assert.That(BigInteger.Max(a.Value, b.Value) <= BigInteger.One << ((52 * Limbs) - 1));
            switch (operation)
            {
                case BlockOperation.Copy:
                    registers[target] = a;
                    break;
                case BlockOperation.Add or BlockOperation.Subtract:
                    registers[target] = (a.Units + b.Units, a.Value + b.Value);
                    Assert.That(registers[target].Units, Is.LessThanOrEqualTo(16));
                    break;
                case BlockOperation.Multiply:
                    Assert.That(a.Units * b.Units, Is.LessThanOrEqualTo(4));
                    Assert.That(right >= 0 || code.Constants[~right].Scaled, "a factor is scaled");
                    registers[target] = (1, p + (a.Value * b.Value / _factor) + 1);
                    break;
                case BlockOperation.Square:
                    Assert.That(a.Units, Is.LessThanOrEqualTo(2));
                    registers[target] = (1, p + (a.Value * a.Value / _factor) + 1);
                    break;
                case BlockOperation.Normalise:
                    Assert.That((target, a.Units), Is.EqualTo((left, Math.Clamp(a.Units, 2, 16))), "useful, possible and in place");
                    registers[target] = (1, a.Value);
                    break;
                default:
                    Assert.That(target, Is.EqualTo(left));
                    Assert.That(a.Value > 2 * p && a.Value < 512 * p, "useful and possible");
                    registers[target] = (1, p + (p >> 18) + 1);
                    break;
            }
        }

        foreach (var output in program.Outputs)
        {
            Assert.That(registers[output].Units, Is.LessThanOrEqualTo(code.Scaled ? 4 : 16));
            Assert.That(registers[output].Value < 512 * p);
        }

        return code;

        (int Units, BigInteger Value) Operand(int operand)
        {
            if (operand >= 0)
                return registers[operand];
            Assert.That(~operand, Is.LessThan(code.Constants.Count));
            return (1, p);
        }
    }
}
