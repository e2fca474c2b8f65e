using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Zk.Solidity.Tests;

/// <summary>The node of the tests behind a relay that changes its answers to one method: what other nodes say, or this one at another time.</summary>
internal sealed class AlteredNode : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new();
    private readonly string _method;
    private readonly Func<JsonNode?, JsonNode?> _change;
    private readonly Task _relay;

    /// <summary>Starts the relay.</summary>
    /// <param name="method">The method whose results are changed.</param>
    /// <param name="change">The new result from the node's.</param>
    public AlteredNode(string method, Func<JsonNode?, JsonNode?> change)
    {
        (_method, _change) = (method, change);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _relay = RelayAsync();
    }

    /// <summary>Where it answers.</summary>
    public string Address { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Close();
        _relay.Wait();
        _http.Dispose();
    }

    private async Task RelayAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var request = await JsonNode.ParseAsync(context.Request.InputStream).ConfigureAwait(false);
            using var content = new StringContent(request!.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync(EvmLifetime.Url, content).ConfigureAwait(false);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync().ConfigureAwait(false))!;
            if ((string?)request["method"] == _method)
                answer["result"] = _change(answer["result"]);
            context.Response.Close(Encoding.UTF8.GetBytes(answer.ToJsonString()), willBlock: true);
        }
    }
}
