using System.CommandLine;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary><c>zk devices</c>: what <c>--device</c> may name on this machine.</summary>
internal static class DevicesCommand
{
    /// <summary>The command.</summary>
    public static Command Build() => new Command("devices", "List the compute devices of this machine").Does(context =>
    {
        var threads = Environment.ProcessorCount;
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/devices/1",
                ["devices"] = new JsonArray(new JsonObject { ["name"] = "cpu", ["threads"] = threads }),
            },
            output => output.WriteLine($"cpu  {threads} threads"));
    });
}
