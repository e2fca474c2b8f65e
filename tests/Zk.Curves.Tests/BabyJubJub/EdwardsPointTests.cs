using System.Numerics;

namespace Zk.Curves.Tests;

public class EdwardsPointTests
{
    private static BigInteger L => BabyJubJub.SubgroupOrder;

    [Test]
    public void ParametersAreThoseOfEip2494()
    {
        Assert.That(BabyJubJub.Generator.IsOnCurve);
        Assert.That(BabyJubJub.Base.IsOnCurve);
        Assert.That(BabyJubJub.Generator.Multiply(8), Is.EqualTo(BabyJubJub.Base));
        Assert.That(BabyJubJub.Base.Multiply(L).IsIdentity);
        Assert.That(BabyJubJub.Generator.Multiply(L).IsIdentity, Is.False);
        Assert.That(BabyJubJub.Generator.Multiply(4 * L).IsIdentity, Is.False, "the generator has order 8l");
        Assert.That(BabyJubJub.Generator.Multiply(8 * L).IsIdentity);
        Assert.That(BabyJubJub.A.Legendre(), Is.EqualTo(1), "a is a square: the law is complete");
        Assert.That(BabyJubJub.D.Legendre(), Is.EqualTo(-1), "d is no square: the law is complete");
        Assert.That(BigInteger.ModPow(2, L - 1, L), Is.EqualTo(BigInteger.One));
    }

    /// <summary>Test 1 and 2 of EIP-2494.</summary>
    [Test]
    public void Eip2494Vectors()
    {
        var p = Point("17777552123799933955779906779655732241715742912184938656739573121738514868268", "2626589144620713026669568689430873010625803728049924121243784502389097019475");
        var q = Point("16540640123574156134436876038791482806971768689494387082833631921987005038935", "20819045374670962167435360035096875258406992893633759881276124905556507972311");
        var sum = Point("7916061937171219682591368294088513039687205273691143098332585753343424131937", "14035240266687799601661095864649209771790948434046947201833777492504781204499");
        var twice = Point("6890855772600357754907169075114257697580319025794532037257385534741338397365", "4338620300185947561074059802482547481416142213883829469920100239455078257889");
        Assert.That(p + q, Is.EqualTo(sum));
        Assert.That(p + p, Is.EqualTo(twice));
        Assert.That(p.Multiply(2), Is.EqualTo(twice));
    }

    /// <summary>All eight points of small order, which exercise every degenerate case of the affine law.</summary>
    [Test]
    public void TorsionGroupIsCyclicOfOrderEightAndClosed()
    {
        var torsion = Torsion();
        Assert.That(torsion, Is.Unique);
        for (var i = 0; i < 8; i++)
        {
            Assert.That(torsion[i].IsOnCurve);
            Assert.That(torsion[i].IsInSubgroup, Is.EqualTo(i == 0));
            for (var j = 0; j < 8; j++)
                Assert.That(torsion[i] + torsion[j], Is.EqualTo(torsion[(i + j) % 8]));
        }
    }

    [Test]
    public void GroupLaws()
    {
        for (var i = 0; i < 10; i++)
        {
            BigInteger m = Fr.Random().ToBigInteger(), n = Fr.Random().ToBigInteger(), k = Fr.Random().ToBigInteger();
            EdwardsPoint p = BabyJubJub.Generator.Multiply(m), q = BabyJubJub.Generator.Multiply(n), r = BabyJubJub.Generator.Multiply(k);
            Assert.That(p + q, Is.EqualTo(q + p));
            Assert.That((p + q) + r, Is.EqualTo(p + (q + r)));
            Assert.That(p + EdwardsPoint.Identity, Is.EqualTo(p));
            Assert.That((p - p).IsIdentity);
            Assert.That((p + q).IsOnCurve);
            Assert.That(p + q, Is.EqualTo(BabyJubJub.Generator.Multiply(m + n)));
            Assert.That(p.Multiply(n), Is.EqualTo(q.Multiply(m)));
            Assert.That(p.Multiply(-n), Is.EqualTo(-p.Multiply(n)));
        }

        Assert.That(BabyJubJub.Base.Multiply(0).IsIdentity);
        Assert.That(BabyJubJub.Base.Multiply(L - 1), Is.EqualTo(-BabyJubJub.Base));
    }

    [Test]
    public void PackingRoundTripsOnEveryKindOfPoint()
    {
        var points = Torsion().Concat(Enumerable.Range(1, 20).Select(i => BabyJubJub.Generator.Multiply(i * i)));
        foreach (var point in points)
        {
            var packed = point.Pack();
            Assert.That(EdwardsPoint.TryUnpack(packed, out var back, out var reason), Is.True, reason);
            Assert.That(back, Is.EqualTo(point));
            if (!point.X.IsZero)
                Assert.That((-point).Pack(), Is.Not.EqualTo(packed));
        }
    }

    [Test]
    public void PackedFormsThatMustBeRefused()
    {
        Refused(new byte[31], "32 bytes");
        Refused(new byte[33], "32 bytes");

        var negativeIdentity = EdwardsPoint.Identity.Pack();
        negativeIdentity[31] |= 0x80;
        Refused(negativeIdentity, "sign bit");

        // y + r names the same residue as y and still fits 255 bits.
        var big = new byte[32];
        (Fr.Characteristic + 1).TryWriteBytes(big, out _, isUnsigned: true);
        Refused(big, "not below");
        Refused([.. Enumerable.Repeat((byte)0xff, 32)], "not below");

        var y = Fr.One;
        while (EdwardsPoint.TryUnpack(Little(y), out _, out _))
            y += Fr.One;
        Refused(Little(y), "no point");
    }

    [Test]
    public void PointsOffTheCurveAreSeen()
    {
        Assert.That(default(EdwardsPoint).IsOnCurve, Is.False);
        Assert.That(default(EdwardsPoint).IsInSubgroup, Is.False);
        Assert.That(new EdwardsPoint(BabyJubJub.Base.X, BabyJubJub.Base.Y + Fr.One).IsOnCurve, Is.False);
        Assert.That(BabyJubJub.Base.IsInSubgroup);
        Assert.That(BabyJubJub.Generator.IsInSubgroup, Is.False);
    }

    internal static EdwardsPoint[] Torsion()
    {
        var order8 = BabyJubJub.Generator.Multiply(L);
        return [.. Enumerable.Range(0, 8).Select(i => order8.Multiply(i))];
    }

    private static void Refused(byte[] packed, string why)
    {
        Assert.That(EdwardsPoint.TryUnpack(packed, out _, out var reason), Is.False);
        Assert.That(reason, Does.Contain(why));
    }

    private static byte[] Little(Fr value)
    {
        var bytes = new byte[32];
        value.WriteLittleEndian(bytes);
        return bytes;
    }

    private static EdwardsPoint Point(string x, string y) => new(Fr.FromBigInteger(BigInteger.Parse(x)), Fr.FromBigInteger(BigInteger.Parse(y)));
}
