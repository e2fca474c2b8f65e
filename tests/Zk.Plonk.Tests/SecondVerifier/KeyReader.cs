using System.Numerics;
using System.Text;

namespace Zk.Plonk.Tests.SecondVerifier;

/// <summary>A tree as the key's description spells it.</summary>
internal sealed record Node(byte Kind, int Index, int Rotation, BigInteger Value, Node? Left, Node? Right)
{
    public const byte Constant = 0, Challenge = 1, X = 2, FirstRow = 3, LastRow = 4, Advice = 5, Multiplicity = 6, Accumulator = 7, Fixed = 8, Instance = 9, InstanceSelector = 10, Sum = 11, Product = 12;

    /// <summary>Degree in columns, as docs/protocol.md section 2 counts it.</summary>
    public int Degree => Kind switch
    {
        Constant or Challenge => 0,
        Sum => Math.Max(Left!.Degree, Right!.Degree),
        Product => Left!.Degree + Right!.Degree,
        _ => 1,
    };

    /// <summary>All nodes.</summary>
    public IEnumerable<Node> All() => [this, .. Left?.All() ?? [], .. Right?.All() ?? []];
}

/// <summary>A term of the bus.</summary>
internal sealed record Term(Node Numerator, Node[] Tuple);

/// <summary>A verifying key, read from its canonical description (docs/formats.md) without any of the library's types.</summary>
internal sealed class KeyReader
{
    private readonly byte[] _bytes;
    private int _at;

    public KeyReader(byte[] description)
    {
        _bytes = description;
        var tag = Text();
        IsPacked = tag == "zk/fflonk/verifying-key/2";
        IsWide = tag == "zk/shplonk-wide/verifying-key/2";
        Expect(IsPacked || IsWide || tag == "zk/plonk/verifying-key/2");
        Curve = Text();
        Circuit = Text();
        Log2 = Integer();
        Expect(Integer() == 6);
        Development = Bytes(1)[0] == 1;
        AdviceColumns = Integer();
        FixedColumns = Integer();
        MultiplicityColumns = Integer();
        PublicInputs = Integer();
        Gates = List(() =>
        {
            Text();
            return Tree();
        });
        Terms = List(() =>
        {
            Text();
            return new Term(Tree(), List(Tree));
        });
        ListedConstraints = List(Tree);
        CosetFactors = List(Scalar);
        FixedCommitments = List(() => Bytes(64));
        var g2 = new[] { Scalar(), Scalar(), Scalar(), Scalar() };
        TauG2 = [g2[1], g2[0], g2[3], g2[2]];
        Expect(_at == _bytes.Length);
    }

    /// <summary>Whether the commitments are fflonk's.</summary>
    public bool IsPacked { get; }

    /// <summary>Whether the commitments are SHPLONK's with quotient pieces of 2n coefficients.</summary>
    public bool IsWide { get; }

    public string Curve { get; }

    public string Circuit { get; }

    public int Log2 { get; }

    public bool Development { get; }

    public int AdviceColumns { get; }

    public int FixedColumns { get; }

    public int MultiplicityColumns { get; }

    public int PublicInputs { get; }

    public Node[] Gates { get; }

    public Term[] Terms { get; }

    public Node[] ListedConstraints { get; }

    public BigInteger[] CosetFactors { get; }

    public byte[][] FixedCommitments { get; }

    /// <summary>x0, x1, y0, y1.</summary>
    public BigInteger[] TauG2 { get; }

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new FormatException("the key's description does not read as docs/formats.md says");
    }

    private byte[] Bytes(int count) => _bytes[_at..(_at += count)];

    private int Integer() => (int)new BigInteger(Bytes(4), isUnsigned: true, isBigEndian: true);

    private BigInteger Scalar() => new(Bytes(32), isUnsigned: true, isBigEndian: true);

    private string Text() => Encoding.UTF8.GetString(Bytes(Integer()));

    private T[] List<T>(Func<T> item)
    {
        var list = new T[Integer()];
        for (var i = 0; i < list.Length; i++)
            list[i] = item();
        return list;
    }

    private Node Tree()
    {
        var kind = Bytes(1)[0];
        switch (kind)
        {
            case Node.Constant:
                return new(kind, 0, 0, Scalar(), null, null);
            case Node.Sum or Node.Product:
                var left = Tree();
                return new(kind, 0, 0, 0, left, Tree());
            case Node.Challenge or Node.Advice or Node.Multiplicity or Node.Accumulator or Node.Fixed:
                var index = Integer();
                return new(kind, index, Bytes(1)[0], 0, null, null);
            default:
                return new(kind, 0, 0, 0, null, null);
        }
    }
}
