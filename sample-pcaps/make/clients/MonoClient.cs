// SPDX-License-Identifier: GPL-2.0-or-later
// Calls an HTTPS address as .NET programs on an Exchange server do, with HttpWebRequest.
// Arguments: URL METHOD LOWEST HIGHEST (versions "1.0", "1.1", "1.2") [PROXY [USER WORD]].

using System;
using System.IO;
using System.Net;
using System.Text;

static class MonoClient
{
    static readonly string[] Versions = { "1.0", "1.1", "1.2" };
    static readonly SecurityProtocolType[] Protocols =
        { SecurityProtocolType.Tls, SecurityProtocolType.Tls11, SecurityProtocolType.Tls12 };

    static SecurityProtocolType Between(string lowest, string highest)
    {
        SecurityProtocolType chosen = 0;
        for (int i = Array.IndexOf(Versions, lowest); i <= Array.IndexOf(Versions, highest); i++)
            chosen |= Protocols[i];
        return chosen;
    }

    static void Main(string[] args)
    {
        ServicePointManager.SecurityProtocol = Between(args[2], args[3]);
        ServicePointManager.Expect100Continue = false;
        ServicePointManager.ServerCertificateValidationCallback = delegate { return true; };

        var request = (HttpWebRequest)WebRequest.Create(args[0]);
        request.Method = args[1];
        request.Timeout = 5000;
        request.KeepAlive = false;
        if (args.Length > 4)
            request.Proxy = new WebProxy(args[4]);
        if (args.Length > 5)
            request.Proxy.Credentials = new NetworkCredential(args[5], args[6]);
        try
        {
            if (request.Method == "POST")
            {
                byte[] body = Encoding.UTF8.GetBytes("<request/>");
                request.ContentType = "text/xml; charset=utf-8";
                request.ContentLength = body.Length;
                using (Stream stream = request.GetRequestStream())
                    stream.Write(body, 0, body.Length);
            }
            using (var response = (HttpWebResponse)request.GetResponse())
                Console.WriteLine((int)response.StatusCode);
        }
        catch (WebException failure)
        {
            Console.WriteLine(failure);
        }
    }
}
