using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Zk.Cli.Tests;

/// <summary>Usage errors, environment errors and the promise of one JSON object.</summary>
[TestFixture]
public sealed class UsageTests
{
    [TestCase("", "Required command")]
    [TestCase("frobnicate", "frobnicate")]
    [TestCase("devices --frobnicate", "--frobnicate")]
    [TestCase("bench ntt", "--log2")]
    [TestCase("bench ntt --log2 x", "--log2")]
    [TestCase("bench ntt --log2 29", "out of range")]
    [TestCase("bench ntt --log2 0", "out of range")]
    [TestCase("bench ntt --log2 4 --threads 0", "--threads")]
    [TestCase("bench ntt --log2 4 --curve secp256k1", "--curve")]
    [TestCase("bench ntt --log2 99999999999", "--log2")]
    public void BadUsageExitsWithTwo(string arguments, string part) =>
        ToolInProcess.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Exits(2, part);

    [Test]
    public void TheProcessExitsWithTheCode()
    {
        ZkTool.Run("bench", "ntt").Exits(2, "--log2");
        ZkTool.Run("bench", "ntt", "--log2", "4", "--device", "cuda").Exits(3, "cuda");
    }


    [TestCase("bench ntt --log2 4 --device cuda:0", "--device cuda:0")]
    [TestCase("bench ntt --log2 4 --device opencl", "--device opencl")]
    [TestCase("bench prove --log2 4 --curve bls12-381", "--curve bls12-381")]
    public void WhatThisBuildLacksExitsWithThree(string arguments, string part) => ToolInProcess.Run(arguments.Split(' ')).Exits(3, part);

    [TestCase("bench ntt --log2 24")]
    public void AJobThatCannotFitIsRefusedBeforeItStarts(string arguments) =>
        ZkTool.Run([("DOTNET_GCHeapHardLimit", "0x8000000")], arguments.Split(' ')).Exits(3, "MiB of memory");

    [Test]
    public void HelpAndVersionSucceed()
    {
        Assert.That(ZkTool.Run("--help").Exits(0).Output, Does.Contain("devices"));
        Assert.That(ZkTool.Run("--version").Exits(0).Output, Is.Not.Empty);
    }

    [Test]
    public void DevicesListsTheCpu() => Assert.That((string?)ZkTool.Run("devices", "--json").Exits(0).Json["devices"]![0]!["name"], Is.EqualTo("cpu"));

    [TestCase("mul", "bn254")]
    [TestCase("ntt", "bn254")]
    [TestCase("msm", "bn254")]
    [TestCase("mul", "bls12-381")]
    [TestCase("ntt", "bls12-381")]
    [TestCase("msm", "bls12-381")]
    public void BenchReportsUnroundedTimesOfAtLeastFiveRuns(string what, string curve)
    {
        var json = ZkTool.Run("bench", what, "--log2", "6", "--curve", curve, "--threads", "2", "--json").Exits(0).Json;
        Assert.That((string?)json["what"], Is.EqualTo(what));
        Assert.That((string?)json["curve"], Is.EqualTo(curve));
        Assert.That((int?)json["log2"], Is.EqualTo(6));
        Assert.That((int?)json["threads"], Is.EqualTo(2));
        Assert.That((string?)json["device"], Is.EqualTo("cpu"));
        Assert.That((int?)json["runs"], Is.GreaterThanOrEqualTo(5));
        Assert.That((double?)json["min_ms"], Is.GreaterThan(0).And.LessThanOrEqualTo((double)json["median_ms"]!));
        Assert.That((long?)json["peak_bytes"], Is.GreaterThan(0));
        Assert.That((string?)json["kernel"], Is.AnyOf("avx512", "avx2", "portable"));
    }

    [TestCase("vanilla", 3)]
    [TestCase("full", 12)]
    public void BenchTimesThePartsOfAProof(string mode, int log2)
    {
        string[] full = mode == "full" ? ["--full"] : [];
        var json = ZkTool.Run(["bench", "prove", "--log2", $"{log2}", .. full, "--threads", "1", "--json"]).Exits(0).Json;
        Assert.That((string?)json["mode"], Is.EqualTo(mode));
        var phases = json["phases"]!.AsArray();
        Assert.That(phases.Select(phase => (string?)phase!["name"]), Is.EqualTo(new[] { "witness", "columns", "accumulators", "quotient", "evaluations", "openings" }));
        Assert.That(phases.Select(phase => (double)phase!["ms"]!), Has.All.GreaterThan(0));
    }

    [Test]
    public void BenchTimesAProductInEveryField()
    {
        var json = ZkTool.Run("bench", "mul", "--log2", "6", "--json").Exits(0).Json;
        Assert.That(json["fields"]!.AsArray().Select(f => (string?)f!["field"]), Is.EqualTo(new[] { "bn254 Fr", "bn254 Fq", "bls12-381 Fr", "bls12-381 Fq" }));
        Assert.That(json["fields"]!.AsArray().SelectMany(f => new[] { (double)f!["scalar_ns"]!, (double)f["vector_ns"]! }), Has.All.GreaterThan(0));
    }
}
