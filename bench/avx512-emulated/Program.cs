using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Zk.Emulated;
using Zk.Field;

// Arguments: the project whose tests run (Field, Curves or Plonk) and a regular expression for their full names; or fma and a number of rounds.
var sets = new (string Name, bool Supported)[]
{
    ("F", Avx512F.IsSupported), ("DQ", Avx512DQ.IsSupported), ("BW", Avx512BW.IsSupported), ("CD", Avx512CD.IsSupported), ("VL", Avx512F.VL.IsSupported),
};
Console.WriteLine(
    $"{RuntimeInformation.FrameworkDescription}, {string.Join(", ", sets.Select(set => $"AVX-512 {set.Name}: {set.Supported}"))}, "
    + $"Vector512 accelerated: {Vector512.IsHardwareAccelerated}, kernel: {VectorKernels.Selected.Name()}");
if (args[0] == "fma")
    return FmaCheck.Run(int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture)) == 0 ? 0 : 1;
var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
runner.Load(Assembly.Load($"Zk.{args[0]}.Tests"), new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0 });
var filter = TestFilter.FromXml($"<filter><test re=\"1\">{System.Security.SecurityElement.Escape(args[1])}</test></filter>");
var result = runner.Run(new Report(), filter);
Console.WriteLine($"Zk.{args[0]}.Tests {args[1]}: {result.PassCount} passed, {result.FailCount} failed, {result.SkipCount + result.InconclusiveCount} not run, {result.AssertCount} assertions");
return result.FailCount == 0 && result.PassCount > 0 ? 0 : 1;
