// SPDX-License-Identifier: GPL-2.0-or-later

import java.io.FileInputStream;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Sends standard input over TLS and prints the answer.
 * Arguments: [-verify [-trust FILE]] HOST PORT PROTOCOLS [SUITES] (JSSE names, separated by
 * commas; SSLv2Hello among the protocols; no suites: Java's own list). With -verify the server's
 * certificate must be good, by the root in FILE, else by those of this machine.
 */
class JavaClient {
    /** Accepts every certificate. */
    private static final X509TrustManager TRUST_ALL = new X509TrustManager() {
        public void checkClientTrusted(X509Certificate[] chain, String type) { }
        public void checkServerTrusted(X509Certificate[] chain, String type) { }
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    /** Accepts what leads to the root in that file; without one, to a root of this machine. */
    private static TrustManager[] trustOnly(String file) throws Exception {
        KeyStore roots = null;
        if (file != null) {
            roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            try (InputStream in = new FileInputStream(file)) {
                roots.setCertificateEntry("root",
                        CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory.getTrustManagers();
    }

    public static void main(String[] args) throws Exception {
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        byte[] request = System.in.readAllBytes();
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] trust = {TRUST_ALL};
        if (args[0].equals("-verify")) {
            boolean own = args[1].equals("-trust");
            trust = trustOnly(own ? args[2] : null);
            args = Arrays.copyOfRange(args, own ? 3 : 1, args.length);
        }
        context.init(null, trust, null);
        String host = args[0];
        int port = Integer.parseInt(args[1]);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port)) {
            socket.setSoTimeout(5000);
            socket.setEnabledProtocols(args[2].split(","));
            if (args.length > 3) {
                socket.setEnabledCipherSuites(args[3].split(","));
            }
            socket.startHandshake();
            socket.getOutputStream().write(request);
            System.out.write(socket.getInputStream().readAllBytes());
            System.out.flush();
        }
    }
}
