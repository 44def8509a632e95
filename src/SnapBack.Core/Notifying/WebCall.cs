using System.Globalization;
using System.Net;

namespace SnapBack.Notifying;

/// <summary>One call of an address of the web. Redirections are not followed: what is told goes where the job says and nowhere else.</summary>
internal static class WebCall
{
    private const int FirstRedirection = 300;
    private const int FirstServerFault = 500;

    /// <summary>Calls, and takes every answer of 200 to 299 for a yes.</summary>
    /// <param name="address">Where.</param>
    /// <param name="body">What is posted; null for a GET.</param>
    /// <param name="limit">Ends the call.</param>
    /// <exception cref="DeliveryException">It did not work.</exception>
    public static async Task Send(Uri address, byte[]? body, CancellationToken limit)
    {
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using HttpRequestMessage request = new(body is null ? HttpMethod.Get : HttpMethod.Post, address);
        request.Headers.UserAgent.ParseAdd("snapback");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }

        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit).ConfigureAwait(false);
            Require(answer.StatusCode);
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException($"the server could not be reached ({e.HttpRequestError})", isFinal: false, e);
        }
        catch (IOException e)
        {
            throw new DeliveryException("the connection to the server broke", isFinal: false, e);
        }
    }

    private static void Require(HttpStatusCode status)
    {
        int code = (int)status;
        if (code is >= FirstRedirection and < 400)
        {
            throw new DeliveryException(string.Create(CultureInfo.InvariantCulture, $"the server answered {code}, a redirection, and none is followed"), isFinal: true);
        }

        if (code is < 200 or >= FirstRedirection)
        {
            bool mayPass = code >= FirstServerFault || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
            throw new DeliveryException(string.Create(CultureInfo.InvariantCulture, $"the server answered {code}"), isFinal: !mayPass);
        }
    }
}
