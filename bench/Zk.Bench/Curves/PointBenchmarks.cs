namespace Zk.Bench;

/// <summary>Additions in G1 of BN254, one at a time, times per addition; and a pairing check.</summary>
public class PointBenchmarks
{
    private const int Count = 256;
    private readonly AffinePoint<Fq, Bn254G1>[] _points = new AffinePoint<Fq, Bn254G1>[Count];
    private readonly G1Point[] _g1 = new G1Point[2];
    private readonly G2Point[] _g2 = new G2Point[2];

    [GlobalSetup]
    public void Setup()
    {
        var step = JacobianPoint<Fq, Bn254G1>.From(Bn254G1.Generator);
        var sum = step.Double();
        for (var i = 0; i < Count; i++, sum += step)
            _points[i] = sum.ToAffine();

        // e(a G1, G2) e(-G1, a G2) = 1.
        var (curve, a) = (Bn254.Curve, Fr.Random());
        (_g1[0], _g2[0]) = (curve.Multiply(curve.G1Generator, a), curve.G2Generator);
        (_g1[1], _g2[1]) = (curve.Negate(curve.G1Generator), curve.Multiply(curve.G2Generator, a));
    }

    /// <summary>The addition of an affine point to a sum in coordinates XYZZ.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public XyzzPoint<Fq, Bn254G1> AddXyzz()
    {
        var sum = XyzzPoint<Fq, Bn254G1>.Identity;
        for (var i = 0; i < Count; i++)
            sum += _points[i];
        return sum;
    }

    /// <summary>The addition of an affine point to a sum in Jacobian coordinates.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public JacobianPoint<Fq, Bn254G1> AddJacobian()
    {
        var sum = JacobianPoint<Fq, Bn254G1>.Identity;
        for (var i = 0; i < Count; i++)
            sum += _points[i];
        return sum;
    }

    /// <summary>The product of two pairings.</summary>
    [Benchmark]
    public bool PairingCheck() => Bn254.Curve.PairingCheck(_g1, _g2);
}
