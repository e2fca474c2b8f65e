using System.Globalization;
using System.Text;
using Zk.Curves;

namespace Zk.Plonk.Tests;

public class SerializationPublicInputsTests
{
    private static readonly Fr[] _inputs = [Fr.Zero, Fr.One, -Fr.One, Fr.FromUInt64(1UL << 60)];

    private static Fr[] Parse(string json, int? count = null) => PublicInputsFile.Parse(Encoding.UTF8.GetBytes(json), "public.json", Bn254.Curve, count);

    private static string Document(string inputs) => $$"""{"format":"zk/public/1","curve":"bn254","inputs":{{inputs}}}""";

    private static void Refused(string json, string message, int? count = null) =>
        Assert.That(() => Parse(json, count), Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));

    [Test]
    public void RoundTrips()
    {
        var json = PublicInputsFile.ToJson(Bn254.Curve, (ReadOnlySpan<Fr>)_inputs);
        Assert.That(PublicInputsFile.Parse(json, "public.json", Bn254.Curve), Is.EqualTo(_inputs));
        Assert.That(PublicInputsFile.Parse(json, "public.json", Bn254.Curve, 4), Is.EqualTo(_inputs));
        Assert.That(Parse(Document("[]")), Is.Empty);
    }

    [Test]
    public void Bug5_AnInputIsBelowTheModulus()
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            var raised = _inputs.Select((x, j) => $"\"{(x.ToBigInteger() + (i == j ? Fr.Characteristic : 0)).ToString(CultureInfo.InvariantCulture)}\"");
            Refused(Document($"[{string.Join(',', raised)}]"), $"public.json: inputs[{i}]: the number is not below the field's modulus");
        }
    }

    [Test]
    public void Bug6_TheNumberOfInputsIsTheCircuits()
    {
        Refused(Document("""["1","2"]"""), "inputs: has 2 elements, not 3", 3);
        Refused(Document("""["1","2","3","4"]"""), "inputs: has 4 elements, not 3", 3);
        Refused(Document($"[{string.Join(',', Enumerable.Repeat("\"1\"", 70_000))}]"), "inputs: has 70000 elements");
    }

    [TestCase("""["-1"]""")]
    [TestCase("""["+1"]""")]
    [TestCase("""["01"]""")]
    [TestCase("""["0x1"]""")]
    [TestCase("""["1.0"]""")]
    [TestCase("""["1e1"]""")]
    [TestCase("""[""]""")]
    [TestCase("""[" 1"]""")]
    [TestCase("""[1]""")]
    [TestCase("""[null]""")]
    [TestCase("""[true]""")]
    [TestCase("""[["1"]]""")]
    [TestCase("""[{"0":"1"}]""")]
    public void Bug7_AnInputHasOneSpelling(string inputs) => Refused(Document(inputs), "public.json: inputs[0]: ");

    [TestCase("""{"0":"1"}""")]
    [TestCase("\"1\"")]
    [TestCase("null")]
    [TestCase("1")]
    public void Bug7_TheListIsAList(string inputs) => Refused(Document(inputs), "public.json: inputs: is ");

    [Test]
    public void TheDocumentIsStrict()
    {
        Refused("""["1","2"]""", "public.json: is an array, not an object");
        Refused("""{"format":"zk/public/1","inputs":[]}""", "curve: this field is missing");
        Refused("""{"format":"zk/public/2","curve":"bn254","inputs":[]}""", "format: is 'zk/public/2'");
        Refused("""{"format":"zk/public/1","curve":"bls12-381","inputs":[]}""", "curve: is 'bls12-381'");
        Refused("""{"format":"zk/public/1","curve":"bn254","inputs":[],"count":0}""", "count: this field is not known here");
        Refused(Document("[]") + "[]", "not JSON");
    }
}
