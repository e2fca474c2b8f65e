using System.Globalization;
using System.Numerics;
using System.Text;

namespace Zk.Plonk.Tests;

public class SerializationJsonFieldTests
{
    private static JsonField Parse(string json) => JsonField.Parse(Encoding.UTF8.GetBytes(json), "in.json");

    private static void Fails(Action read, string message) =>
        Assert.That(read, Throws.TypeOf<ZkFormatException>().With.Message.Contains(message));

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{} {}")]
    [TestCase("{}x")]
    [TestCase("[1,]")]
    [TestCase("// comment\n{}")]
    [TestCase("\u00ef\u00bb\u00bf{}")]
    [TestCase("{'a':1}")]
    [TestCase("[01]")]
    [TestCase("NaN")]
    public void NotJson(string json) => Fails(() => Parse(json), "in.json: not JSON");

    [Test]
    public void DeepNestingIsRefused()
    {
        Fails(() => Parse(new string('[', 100_000) + new string(']', 100_000)), "not JSON");
        Fails(() => Parse(new string('[', 17) + new string(']', 17)), "not JSON");
        Assert.That(() => Parse(new string('[', 16) + new string(']', 16)), Throws.Nothing);
    }

    [Test]
    public void AnObjectHasExactlyItsFields()
    {
        var fields = Parse("""{"a":{"b":"1"},"c":2}""").Object(["a", "c"], ["d"]);
        Assert.That(fields["a"].Object("b")["b"].Path, Is.EqualTo("a.b"));
        Fails(() => Parse("""{"a":1,"x":2}""").Object("a"), "in.json: x: this field is not known here");
        Fails(() => Parse("""{"a":1}""").Object("a", "b"), "in.json: b: this field is missing");
        Fails(() => Parse("""{"a":1,"a":1}""").Object("a"), "in.json: a: this field stands here twice");
        Fails(() => Parse("""{"a":1,"\u0061":1}""").Object("a"), "in.json: a: this field stands here twice");
        Fails(() => Parse("""{"A":1}""").Object("a"), "in.json: A: this field is not known here");
        Fails(() => Parse("""{"\ud800":1}""").Object("a"), "not valid Unicode");
        Fails(() => Parse("[]").Object("a"), "in.json: is an array, not an object");
    }

    [Test]
    public void ADocumentIsOfItsFormatBeforeAnythingElse()
    {
        var fields = Parse("""{"a":"1","format":"zk/a/2"}""").Document("zk/a/2", ["a"], ["b"]);
        Assert.That(fields.Keys, Is.EquivalentTo(["a", "format"]));
        Fails(() => Parse("""{"x":1,"format":"zk/a/1"}""").Document("zk/a/2", "a"), "in.json: format: is 'zk/a/1', not 'zk/a/2'");
        Fails(() => Parse("""{"format":"zk/a/2","x":1,"format":"zk/a/1"}""").Document("zk/a/2", "a"), "in.json: format: is 'zk/a/1', not 'zk/a/2'");
        Fails(() => Parse("""{"format":"zk/a/2","a":1,"format":"zk/a/2"}""").Document("zk/a/2", "a"), "in.json: format: this field stands here twice");
        Fails(() => Parse("""{"a":1}""").Document("zk/a/2", "a"), "in.json: format: this field is missing");
        Fails(() => Parse("""{"format":2}""").Document("zk/a/2"), "in.json: format: is a number, not a string");
        Fails(() => Parse("""{"\ud800":1,"format":"zk/a/2"}""").Document("zk/a/2"), "not valid Unicode");
        Fails(() => Parse("[]").Document("zk/a/2"), "in.json: is an array, not an object");
    }

    [Test]
    public void AnArrayHasItsCount()
    {
        var items = Parse("""[["1","2"],["3"]]""").Array(2);
        Assert.That(items[1].Array(1)[0].Path, Is.EqualTo("[1][0]"));
        Fails(() => items[0].Array(3), "in.json: [0]: has 2 elements, not 3");
        Fails(() => items[0].Array(3, 5), "has 2 elements, not 3 to 5");
        Fails(() => Parse("\"ab\"").Array(2), "is a string, not an array");
    }

    [Test]
    public void StringsAreBoundedAndValid()
    {
        Assert.That(Parse("\"abc\"").Text(3), Is.EqualTo("abc"));
        Fails(() => Parse("\"abcd\"").Text(3), "longer than 3");
        Fails(() => Parse("\"\\ud800\"").Text(3), "not valid Unicode");
        Fails(() => Parse("1").Text(3), "is a number, not a string");
        Fails(() => Parse("null").Text(3), "is null, not a string");
        Fails(() => Parse("\"zk/proof/2\"").Literal("zk/proof/1"), "is 'zk/proof/2', not 'zk/proof/1'");
        Assert.That(Parse("\"b\"").OneOf("a", "b"), Is.EqualTo(1));
        Fails(() => Parse("\"c\"").OneOf("a", "b"), "not one of a, b");
        Assert.That(Parse("true").Boolean(), Is.True);
        Fails(() => Parse("\"true\"").Boolean(), "not true or false");
    }

    [TestCase("-1")]
    [TestCase("-0")]
    [TestCase("1.0")]
    [TestCase("1e2")]
    [TestCase("11")]
    [TestCase("99999999999999999999")]
    [TestCase("\"1\"")]
    public void AnIntegerIsPlainAndInRange(string json) => Assert.That(() => Parse(json).Integer(0, 10), Throws.TypeOf<ZkFormatException>());

    [Test]
    public void AnIntegerIsRead() => Assert.That(Parse("10").Integer(0, 10), Is.EqualTo(10));

    [TestCase("\"\"", "not a decimal number")]
    [TestCase("\"-1\"", "not a decimal number")]
    [TestCase("\"+1\"", "not a decimal number")]
    [TestCase("\" 1\"", "not a decimal number")]
    [TestCase("\"1 \"", "not a decimal number")]
    [TestCase("\"0x1\"", "not a decimal number")]
    [TestCase("\"1e3\"", "not a decimal number")]
    [TestCase("\"\u0661\"", "not a decimal number")]
    [TestCase("\"1\\u0000\"", "not a decimal number")]
    [TestCase("\"01\"", "leading zero")]
    [TestCase("\"00\"", "leading zero")]
    [TestCase("1", "is a number, not a string")]
    [TestCase("[\"1\"]", "is an array, not a string")]
    [TestCase("{\"value\":\"1\"}", "is an object, not a string")]
    public void Bug7_AScalarHasOneSpelling(string json, string reason) => Fails(() => Parse(json).Scalar<Fr>(), reason);

    [Test]
    public void Bug5_AScalarIsBelowTheModulus()
    {
        var r = Fr.Characteristic;
        Assert.That(Parse(Quote(r - 1)).Scalar<Fr>(), Is.EqualTo(-Fr.One));
        Assert.That(Parse(Quote(0)).Scalar<Fr>(), Is.EqualTo(Fr.Zero));
        Fails(() => Parse(Quote(r)).Scalar<Fr>(), "not below the field's modulus");
        Fails(() => Parse(Quote(r + 5)).Scalar<Fr>(), "not below the field's modulus");
        Fails(() => Parse($"\"{new string('9', 5000)}\"").Scalar<Fr>(), "longer than");
        Assert.That(Parse(Quote(ulong.MaxValue)).UnsignedText(), Is.EqualTo(ulong.MaxValue));
        Fails(() => Parse(Quote(BigInteger.One << 64)).UnsignedText(), "not below 18446744073709551616");
        Fails(() => Parse(Quote(8)).UnsignedText(7), "not below 8");
    }

    [Test]
    public void HexHasItsLengthAndCase()
    {
        Assert.That(Parse("\"0x0aff\"").Hex(2), Is.EqualTo(new byte[] { 0x0A, 0xFF }));
        foreach (var bad in new[] { "0x0a", "0x0afff", "0x0aFF", "0afff0", "0X0aff", "0x0a f" })
            Fails(() => Parse($"\"{bad}\"").Hex(2), "in.json: ");
    }

    private static string Quote(BigInteger value) => string.Create(CultureInfo.InvariantCulture, $"\"{value}\"");
}
