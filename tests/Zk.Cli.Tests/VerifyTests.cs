using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>A valid proof is accepted, and nothing that was changed anywhere is.</summary>
[TestFixture]
public sealed class VerifyTests
{
    private static readonly BigInteger ScalarModulus = BigInteger.Parse("21888242871839275222246405745257275088548364400416034343698204186575808495617", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Make() => SmallProof.Write(_folder.Path);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void AcceptsTheProof()
    {
        var result = ZkTool.Run(Arguments()).Exits(0);
        Assert.That(result.Output, Does.Contain("valid").And.Contain("DEVELOPMENT"));
        Assert.That((bool?)ZkTool.Run([.. Arguments(), "--json"]).Exits(0).Json["valid"], Is.True);
    }

    [Test]
    public void RefusesAChangedPublicInputWithExitCodeOne()
    {
        var changed = Json("public.json");
        changed["inputs"]![0] = Plus((string)changed["inputs"]![0]!, 1);
        var result = ZkTool.Run([.. Arguments(publicPath: _folder.Write("public", changed.ToJsonString())), "--json"]).Exits(1, "not valid");
        Assert.That((bool?)result.Json["valid"], Is.False);
    }

    [Test]
    public void RefusesEveryChangedNumber([Values("proof.json", "public.json")] string name)
    {
        var count = Numbers(Json(name)).Count;
        Assert.That(count, name == "proof.json" ? Is.GreaterThan(20) : Is.EqualTo(1));
        for (var i = 0; i < count; i++)
        {
            var changed = Json(name);
            var number = Numbers(changed)[i];
            number.ReplaceWith(Plus((string)number!, 1));
            var result = ToolInProcess.Run(ArgumentsWith(name, _folder.Write("changed", changed.ToJsonString())));
            Assert.That(result.ExitCode, Is.EqualTo(1).Or.EqualTo(2), $"number {i} of {name}: {result.Error}");
            result.Exits(result.ExitCode);
        }
    }

    [Test]
    public void RefusesPublicInputsThatAreNotReduced()
    {
        var changed = Json("public.json");
        changed["inputs"]![0] = (BigInteger.Parse((string)changed["inputs"]![0]!, CultureInfo.InvariantCulture) + ScalarModulus).ToString(CultureInfo.InvariantCulture);
        ToolInProcess.Run(ArgumentsWith("public.json", _folder.Write("changed", changed.ToJsonString()))).Exits(2, "inputs[0]");
    }

    [Test]
    public void RefusesDamagedBytes()
    {
        var bytes = File.ReadAllBytes(_folder.At("proof.json"));
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 1;
            File.WriteAllBytes(_folder.At("damaged"), damaged);
            var result = ToolInProcess.Run(ArgumentsWith("proof.json", _folder.At("damaged")));
            Assert.That(result.ExitCode, Is.EqualTo(1).Or.EqualTo(2), $"byte {i}: {result.Output}{result.Error}");
            result.Exits(result.ExitCode);
        }
    }

    [Test]
    public void RefusesCutAndExtendedFiles()
    {
        var bytes = File.ReadAllBytes(_folder.At("proof.json"));
        foreach (var length in new[] { 0, 1, bytes.Length / 2, bytes.Length - 3 })
        {
            File.WriteAllBytes(_folder.At("cut"), bytes[..length]);
            ToolInProcess.Run(ArgumentsWith("proof.json", _folder.At("cut"))).Exits(2, _folder.At("cut"));
        }

        File.WriteAllBytes(_folder.At("cut"), [.. bytes, .. bytes]);
        ToolInProcess.Run(ArgumentsWith("proof.json", _folder.At("cut"))).Exits(2, _folder.At("cut"));
    }

    [Test]
    public void RefusesAListThatIsLongerOrShorter([Values("commitments", "evaluations")] string list, [Values] bool longer)
    {
        var changed = Json("proof.json");
        var array = changed[list]!.AsArray();
        if (longer)
            array.Add(array[0]!.DeepClone());
        else
            array.RemoveAt(array.Count - 1);
        ToolInProcess.Run(ArgumentsWith("proof.json", _folder.Write("changed", changed.ToJsonString()))).Exits(2, list);
    }

    [Test]
    public void NamesAMissingFile() => ZkTool.Run(ArgumentsWith("vk.json", _folder.At("missing"))).Exits(2, _folder.At("missing"));

    [Test]
    public void NamesAFolderInAFilesPlace() => ZkTool.Run(ArgumentsWith("proof.json", _folder.Path)).Exits(2, _folder.Path);

    [Test]
    public void RefusesFilesInEachOthersPlaces()
    {
        ZkTool.Run(ArgumentsWith("proof.json", _folder.At("public.json"))).Exits(2, "public.json");
        ZkTool.Run(ArgumentsWith("vk.json", _folder.At("proof.json"))).Exits(2, "proof.json");
    }

    private JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(_folder.At(name)))!;

    private static string Plus(string number, int addend) => (BigInteger.Parse(number, CultureInfo.InvariantCulture) + addend).ToString(CultureInfo.InvariantCulture);

    private string[] Arguments(string? publicPath = null) =>
    [
        "verify", "--vk", _folder.At("vk.json"), "--proof", _folder.At("proof.json"), "--public", publicPath ?? _folder.At("public.json"),
    ];

    private string[] ArgumentsWith(string name, string path) =>
        [.. Arguments().Select(argument => argument == _folder.At(name) ? path : argument)];

    /// <summary>Every quoted decimal number in a document.</summary>
    private static List<JsonValue> Numbers(JsonNode? node) => node switch
    {
        JsonObject o => [.. o.SelectMany(p => Numbers(p.Value))],
        JsonArray a => [.. a.SelectMany(Numbers)],
        JsonValue v when v.TryGetValue<string>(out var text) && text.Length > 0 && text.All(char.IsAsciiDigit) => [v],
        _ => [],
    };
}
