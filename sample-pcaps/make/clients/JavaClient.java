// SPDX-License-Identifier: GPL-2.0-or-later

import java.security.Security;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Sends standard input over TLS and prints the answer.
 * Arguments: HOST PORT PROTOCOLS (JSSE names, separated by commas; SSLv2Hello among them).
 */
class JavaClient {
    /** Accepts every certificate: the laboratory's root is made anew for each run. */
    private static final X509TrustManager TRUST_ALL = new X509TrustManager() {
        public void checkClientTrusted(X509Certificate[] chain, String type) { }
        public void checkServerTrusted(X509Certificate[] chain, String type) { }
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    public static void main(String[] args) throws Exception {
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        byte[] request = System.in.readAllBytes();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {TRUST_ALL}, null);
        String host = args[0];
        int port = Integer.parseInt(args[1]);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port)) {
            socket.setSoTimeout(5000);
            socket.setEnabledProtocols(args[2].split(","));
            socket.startHandshake();
            socket.getOutputStream().write(request);
            System.out.write(socket.getInputStream().readAllBytes());
            System.out.flush();
        }
    }
}
