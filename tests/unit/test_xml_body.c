/* test_xml_body.c: answers of EWS, Autodiscover and token services; faults; encodings; hostile and cut bodies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "xml_body.h"

#include <string.h>

#include <glib.h>

#include "limits.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define MESSAGES "http://schemas.microsoft.com/exchange/services/2006/messages"
#define TYPES "http://schemas.microsoft.com/exchange/services/2006/types"
#define AUTOD "http://schemas.microsoft.com/exchange/2010/Autodiscover"
#define AUTOD_POX "http://schemas.microsoft.com/exchange/autodiscover/"
#define ADDRESSING "http://www.w3.org/2005/08/addressing"
#define TRUST "http://schemas.xmlsoap.org/ws/2005/02/trust"
#define POLICY "http://schemas.xmlsoap.org/ws/2004/09/policy"
#define WSSE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define PSF "http://schemas.microsoft.com/Passport/SoapServices/SOAPFault"
#define DECLARATION "<?xml version=\"1.0\" encoding=\"utf-8\"?>"

/* SOAP 1.1 around a body. */
#define SOAP(content) "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>" content "</s:Body></s:Envelope>"

/* ---- helpers ---- */

static void assert_text(const char *text, size_t size)
{
    const char *end = memchr(text, '\0', size);

    g_assert_nonnull(end);
    g_assert_true(g_utf8_validate(text, end - text, NULL));
}

#define ASSERT_TEXT(member) assert_text(body->member, sizeof body->member)

static void assert_texts(const struct xml_body *body)
{
    ASSERT_TEXT(root);
    ASSERT_TEXT(operation);
    ASSERT_TEXT(operation_namespace);
    ASSERT_TEXT(action);
    ASSERT_TEXT(applies_to);
    ASSERT_TEXT(fault_code);
    ASSERT_TEXT(fault_subcode);
    ASSERT_TEXT(fault_text);
    ASSERT_TEXT(fault_value);
    ASSERT_TEXT(fault_internal_value);
    ASSERT_TEXT(fault_internal_text);
    ASSERT_TEXT(response_code);
    ASSERT_TEXT(error_code);
    ASSERT_TEXT(message);
}

/* Reads a copy that ends where its allocation ends, for the address sanitiser, into memory that held something. */
static struct xml_body read_bytes(const void *bytes, size_t length)
{
    struct xml_body body;
    uint8_t        *copy = g_malloc(16 + length);
    bool            readable = false;

    if (length > 0)
        memcpy(copy + 16, bytes, length);
    memset(&body, 0xAA, sizeof body);
    readable = xml_body_read(copy + 16, length, &body);
    g_free(copy);
    g_assert_true(readable == body.readable);
    assert_texts(&body);
    if (!readable) {
        struct xml_body nothing;
        memset(&nothing, 0, sizeof nothing);
        nothing.cut = body.cut;
        g_assert_cmpint(memcmp(&body, &nothing, sizeof nothing), ==, 0);
    }
    return body;
}

static struct xml_body read_any(const char *text)
{
    return read_bytes(text, strlen(text));
}

static struct xml_body read_whole(const char *text)
{
    struct xml_body body = read_any(text);

    g_assert_true(body.readable);
    g_assert_false(body.cut);
    return body;
}

static void assert_unreadable(const void *bytes, size_t length)
{
    struct xml_body body = read_bytes(bytes, length);

    g_assert_false(body.readable);
    g_assert_false(body.cut);
}

/* Converts and reads, a byte order mark before it. */
static struct xml_body read_encoded(const char *text, const char *charset, const char *mark)
{
    struct xml_body body;
    gsize           length = 0;
    char           *converted = g_convert(text, -1, charset, "UTF-8", NULL, &length, NULL);
    GByteArray     *bytes = g_byte_array_new();

    g_assert_nonnull(converted);
    g_byte_array_append(bytes, (const guint8 *)mark, (guint)strlen(mark));
    g_byte_array_append(bytes, (const guint8 *)converted, (guint)length);
    body = read_bytes(bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    g_free(converted);
    return body;
}

/* A text between two others, so many times. */
static char *repeat(const char *before, const char *piece, size_t count, const char *after)
{
    GString *text = g_string_new(before);

    for (size_t i = 0; i < count; i++)
        g_string_append(text, piece);
    g_string_append(text, after);
    return g_string_free(text, FALSE);
}

/* ---- requests ---- */

static const char availability_request[] = DECLARATION
    "<soap:Envelope xmlns:soap=\"" SOAP11 "\" xmlns:wsa=\"" ADDRESSING "\" xmlns:m=\"" MESSAGES "\" xmlns:t=\"" TYPES
    "\">"
    "<soap:Header><t:RequestServerVersion Version=\"Exchange2010\"/>"
    "<wsa:Action>\r\n  " MESSAGES "/GetUserAvailability\r\n</wsa:Action>"
    "<wsse:Security soap:mustUnderstand=\"1\" xmlns:wsse=\"" WSSE "\">"
    "<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"><xenc:CipherData/></xenc:EncryptedData>"
    "</wsse:Security></soap:Header>"
    "<soap:Body><m:GetUserAvailabilityRequest><t:TimeZone><t:Bias>0</t:Bias></t:TimeZone>"
    "<m:MailboxDataArray><t:MailboxData><t:Email><t:Address>a@contoso.com</t:Address></t:Email></t:MailboxData>"
    "</m:MailboxDataArray></m:GetUserAvailabilityRequest></soap:Body></soap:Envelope>\r\n";

static void test_availability_request(void)
{
    struct xml_body body = read_whole(availability_request);

    g_assert_cmpstr(body.root, ==, "Envelope");
    g_assert_cmpstr(body.operation, ==, "GetUserAvailabilityRequest");
    g_assert_cmpstr(body.operation_namespace, ==, MESSAGES);
    g_assert_cmpstr(body.action, ==, MESSAGES "/GetUserAvailability");
    g_assert_cmpstr(body.applies_to, ==, "");
    g_assert_true(body.security_token);
    g_assert_false(body.fault);
    g_assert_false(body.success);
    g_assert_cmpuint(body.lid, ==, 0);
}

static void test_token_request(void)
{
    struct xml_body body = read_whole(
        "<S:Envelope xmlns:S=\"" SOAP12 "\" xmlns:wsa=\"" ADDRESSING "\" xmlns:wst=\"" TRUST "\" xmlns:wsp=\"" POLICY
        "\">"
        "<S:Header><wsa:Action>" TRUST
        "/RST/Issue</wsa:Action><wsa:To>https://login.microsoftonline.com/extSTS.srf</wsa:To>"
        "<wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>"
        "<wsse:Security xmlns:wsse=\"" WSSE "\"><saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:1.0:assertion\"/>"
        "</wsse:Security></S:Header>"
        "<S:Body><wst:RequestSecurityToken Id=\"RST0\"><wst:RequestType>" TRUST "/Issue</wst:RequestType>"
        "<wsp:AppliesTo><wsa:EndpointReference><wsa:Address>http://outlook.com/</wsa:Address></wsa:EndpointReference>"
        "</wsp:AppliesTo></wst:RequestSecurityToken></S:Body></S:Envelope>");

    g_assert_cmpstr(body.operation, ==, "RequestSecurityToken");
    g_assert_cmpstr(body.operation_namespace, ==, TRUST);
    g_assert_cmpstr(body.action, ==, TRUST "/RST/Issue");
    g_assert_cmpstr(body.applies_to, ==, "http://outlook.com/");
    g_assert_true(body.security_token);
    g_assert_false(body.success);
}

/* Other things in and outside a Security header are no token. */
static void test_security_tokens(void)
{
    static const struct {
        const char *header;
        bool        token;
    } examples[] = {
        {"<w:Security><a:Assertion/></w:Security>", true},
        {"<w:Security><w:UsernameToken/><a:EncryptedAssertion/></w:Security>", true},
        {"<w:Security><a:EncryptedData>x</a:EncryptedData></w:Security>", true},
        {"<w:Security/>", false},
        {"<w:Security><w:UsernameToken/><w:Timestamp/></w:Security>", false},
        {"<w:Security><ds:KeyInfo><a:Assertion/></ds:KeyInfo></w:Security>", false},
        {"<a:Assertion/>", false},
        {"<o:Other><a:Assertion/></o:Other>", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        char           *text = g_strdup_printf("<Envelope><Header>%s</Header><Body/></Envelope>", examples[i].header);
        struct xml_body body = read_whole(text);
        g_test_message("%s", text);
        g_assert_true(body.security_token == examples[i].token);
        g_free(text);
    }
    g_assert_false(read_whole(SOAP("<Security><Assertion/></Security>")).security_token);
}

static void test_operations(void)
{
    static const struct {
        const char *text, *operation, *namespace;
    } examples[] = {
        {SOAP("<GetUserAvailability xmlns=\"" MESSAGES "\"/>"), "GetUserAvailability", MESSAGES},
        {SOAP("<s:GetUserAvailability xmlns:m=\"" MESSAGES "\"/>"), "GetUserAvailability", SOAP11},
        {"<Envelope xmlns=\"" SOAP12 "\"><Body><First/><Second/></Body></Envelope>", "First", SOAP12},
        {"<Envelope xmlns=\"" SOAP12 "\"><Body xmlns=\"urn:b\"><First/></Body></Envelope>", "First", "urn:b"},
        {"<Envelope xmlns=\"" SOAP12 "\"><Body xmlns=\"\"><First/></Body></Envelope>", "First", ""},
        {"<e:Envelope xmlns:e=\"" SOAP12 "\"><e:Body><First/></e:Body></e:Envelope>", "First", ""},
        {"<e:Envelope xmlns:e=\"" SOAP12 "\"><e:Body><x:First/></e:Body></e:Envelope>", "First", ""},
        {"<e:Envelope xmlns:e=\"urn:1\"><e:Header xmlns:h=\"urn:h\" "
         "xmlns:e=\"urn:2\"/><e:Body><e:First/></e:Body></e:Envelope>",
         "First", "urn:1"},
        {"<e:Envelope xmlns:e=\"urn:1\"><e:Header xmlns:h=\"urn:h\"/><e:Body><h:First/></e:Body></e:Envelope>", "First",
         ""},
        {"<e:Envelope xmlns:ee=\"urn:2\" xmlns:e=\"urn:1\"><e:Body><e:First/></e:Body></e:Envelope>", "First", "urn:1"},
        {"<Autodiscover xmlns=\"" AUTOD_POX "outlook/requestschema/2006\"><Request/></Autodiscover>", "Autodiscover",
         AUTOD_POX "outlook/requestschema/2006"},
        {"<x:Body xmlns:x=\"urn:x\"><x:One><x:Two/></x:One></x:Body>", "Body", "urn:x"},
        {"<Envelope><Header><First/></Header><Body/></Envelope>", "Envelope", ""},
        {"<Letter><Body><First/></Body></Letter>", "Letter", ""},
        {"<Envelope><Part><Body><First/></Body></Part></Envelope>", "Envelope", ""},
        {SOAP("<a><Envelope><Body><b/></Body></Envelope></a>"), "a", ""},
        {"<lonely/>", "lonely", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        struct xml_body body = read_whole(examples[i].text);
        g_test_message("%s", examples[i].text);
        g_assert_cmpstr(body.operation, ==, examples[i].operation);
        g_assert_cmpstr(body.operation_namespace, ==, examples[i].namespace);
    }
}

/* More declarations than are remembered, fewer than GMarkup refuses: those that came first count. */
static void test_many_namespaces(void)
{
    GString *text = g_string_new("<a:root xmlns:a=\"urn:a\"");

    for (int i = 0; i < 900; i++)
        g_string_append_printf(text, " xmlns:n%d=\"urn:%d\"", i, i);
    g_string_append(text, "/>");
    g_assert_cmpstr(read_whole(text->str).operation_namespace, ==, "urn:a");
    memcpy(text->str, "<n899:r  ", strlen("<n899:r  "));
    g_assert_cmpstr(read_whole(text->str).operation_namespace, ==, "");
    memcpy(text->str, "<n99:ro  ", strlen("<n99:ro  "));
    g_assert_cmpstr(read_whole(text->str).operation_namespace, ==, "urn:99");
    g_string_free(text, TRUE);
}

/* ---- faults ---- */

static const char fault11[] = DECLARATION
    "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><s:Fault>"
    "<faultcode xmlns:a=\"" TYPES "\">a:ErrorInvalidRequest</faultcode>"
    "<faultstring xml:lang=\"en-US\">The request is invalid &amp; was <![CDATA[<not>]]> read.</faultstring>"
    "<detail><e:ResponseCode xmlns:e=\"http://schemas.microsoft.com/exchange/services/2006/errors\">ErrorInvalidRequest"
    "</e:ResponseCode>"
    "<e:Message xmlns:e=\"http://schemas.microsoft.com/exchange/services/2006/errors\">The request is "
    "invalid.</e:Message>"
    "</detail></s:Fault></s:Body></s:Envelope>";

static void test_fault11(void)
{
    struct xml_body body = read_whole(fault11);

    g_assert_true(body.fault);
    g_assert_cmpstr(body.operation, ==, "Fault");
    g_assert_cmpstr(body.operation_namespace, ==, SOAP11);
    g_assert_cmpstr(body.fault_code, ==, "ErrorInvalidRequest");
    g_assert_cmpstr(body.fault_subcode, ==, "");
    g_assert_cmpstr(body.fault_text, ==, "The request is invalid & was <not> read.");
    g_assert_cmpstr(body.response_code, ==, "ErrorInvalidRequest");
    g_assert_cmpstr(body.message, ==, "The request is invalid.");
    g_assert_false(body.success);
}

static const char sts_fault[] =
    "<S:Envelope xmlns:S=\"" SOAP12 "\" xmlns:wst=\"" TRUST "\" xmlns:psf=\"" PSF "\"><S:Body><S:Fault>"
    "<S:Code><S:Value>S:Sender</S:Value><S:Subcode><S:Value>wst:FailedAuthentication</S:Value></S:Subcode></S:Code>"
    "<S:Reason><S:Text xml:lang=\"en-US\">Authentication Failure</S:Text><S:Text "
    "xml:lang=\"de\">Fehler</S:Text></S:Reason>"
    "<S:Detail><psf:error><psf:value>0x80048821</psf:value><psf:internalerror><psf:code>0x80041034</psf:code>"
    "<psf:text>The specified member name is either invalid or empty. &#x000D;&#x000A;</psf:text></psf:internalerror>"
    "</psf:error></S:Detail></S:Fault></S:Body></S:Envelope>";

static void test_sts_fault(void)
{
    struct xml_body body = read_whole(sts_fault);

    g_assert_true(body.fault);
    g_assert_cmpstr(body.fault_code, ==, "Sender");
    g_assert_cmpstr(body.fault_subcode, ==, "FailedAuthentication");
    g_assert_cmpstr(body.fault_text, ==, "Authentication Failure");
    g_assert_cmpstr(body.fault_value, ==, "0x80048821");
    g_assert_cmpstr(body.fault_internal_value, ==, "0x80041034");
    g_assert_cmpstr(body.fault_internal_text, ==, "The specified member name is either invalid or empty.");
    g_assert_false(body.success);
}

static void test_innermost_subcode(void)
{
    struct xml_body body =
        read_whole("<Envelope><Body><Fault><Code><Value>env:Receiver</Value><Subcode><Value>a:Outer</Value>"
                   "<Subcode><Value>b:Inner</Value></Subcode></Subcode></Code></Fault></Body></Envelope>");

    g_assert_cmpstr(body.fault_code, ==, "Receiver");
    g_assert_cmpstr(body.fault_subcode, ==, "Inner");
    body = read_whole(SOAP("<Fault><faultcode>s:Client</faultcode><faultcode>s:Server</faultcode></Fault>"));
    g_assert_cmpstr(body.fault_code, ==, "Client");
}

/* Names of a fault's parts elsewhere mean nothing; in a fault a message needs no code. */
static void test_no_fault(void)
{
    struct xml_body body =
        read_whole(SOAP("<Code><Value>a</Value><Subcode><Value>b</Value></Subcode></Code>"
                        "<Reason><Text>c</Text></Reason><faultcode>d</faultcode><faultstring>e</faultstring>"
                        "<error><value>f</value></error><internalerror><code>g</code><text>h</text>"
                        "</internalerror><Item><Fault/></Item><Message>i</Message>"
                        "<Action>j</Action><Header><Action>k</Action></Header>"));

    g_assert_cmpstr(body.operation, ==, "Code");
    g_assert_false(body.fault);
    g_assert_cmpstr(body.action, ==, "");
    g_assert_cmpstr(body.fault_code, ==, "");
    g_assert_cmpstr(body.fault_subcode, ==, "");
    g_assert_cmpstr(body.fault_text, ==, "");
    g_assert_cmpstr(body.fault_value, ==, "");
    g_assert_cmpstr(body.fault_internal_value, ==, "");
    g_assert_cmpstr(body.fault_internal_text, ==, "");
    g_assert_cmpstr(body.message, ==, "");
    body =
        read_whole(SOAP("<s:Fault><faultcode>s:Client</faultcode><detail><ExceptionDetail><HelpLink/><Message>Broken."
                        "</Message></ExceptionDetail></detail></s:Fault>"));
    g_assert_cmpstr(body.message, ==, "Broken.");
    g_assert_cmpstr(body.fault_code, ==, "Client");
}

/* ---- EWS ---- */

#define FREEBUSY(responses) \
    SOAP("<GetUserAvailabilityResponse xmlns=\"" MESSAGES "\"><FreeBusyResponseArray>" responses \
         "</FreeBusyResponseArray></GetUserAvailabilityResponse>")
#define GOOD \
    "<FreeBusyResponse><ResponseMessage ResponseClass=\"Success\"><MessageText>Fine.</MessageText>" \
    "<ResponseCode>NoError</ResponseCode></ResponseMessage><FreeBusyView/></FreeBusyResponse>"
#define BAD \
    "<FreeBusyResponse><ResponseMessage ResponseClass=\"Error\"><MessageText>Microsoft.Exchange.InfoWorker.Common." \
    "Availability.ProxyWebRequestProcessingException: Proxy web request failed. , inner exception: System.Net." \
    "WebException: The underlying connection was closed: An unexpected error occurred on a receive.. Name of the " \
    "server " \
    "where exception originated: EX01. LID: 43532</MessageText><ResponseCode>ErrorProxyRequestProcessingFailed" \
    "</ResponseCode><DescriptiveLinkKey>0</DescriptiveLinkKey><MessageXml><ExceptionType xmlns=\"urn:x\">Microsoft." \
    "Exchange</ExceptionType><ExceptionCode xmlns=\"urn:x\">5016</ExceptionCode></MessageXml></ResponseMessage>" \
    "<FreeBusyView><FreeBusyViewType xmlns=\"" TYPES "\">None</FreeBusyViewType></FreeBusyView></FreeBusyResponse>"
#define WORSE \
    "<FreeBusyResponse><ResponseMessage ResponseClass=\"Error\"><ResponseCode>ErrorTimeoutExpired</ResponseCode>" \
    "<MessageText>Request timed out. LID: 43404</MessageText></ResponseMessage></FreeBusyResponse>"

static void test_availability_error(void)
{
    struct xml_body body = read_whole(FREEBUSY(BAD));

    g_assert_cmpstr(body.operation, ==, "GetUserAvailabilityResponse");
    g_assert_cmpstr(body.operation_namespace, ==, MESSAGES);
    g_assert_cmpstr(body.response_code, ==, "ErrorProxyRequestProcessingFailed");
    g_assert_true(g_str_has_prefix(body.message, "Microsoft.Exchange.InfoWorker.Common.Availability.Proxy"));
    g_assert_true(g_str_has_suffix(body.message, "originated: EX01. LID: 43532"));
    g_assert_cmpuint(body.lid, ==, 43532);
    g_assert_false(body.success);
    g_assert_false(body.fault);
}

/* The message is the one of the element that holds the code, in either order. */
static void test_message_goes_with_code(void)
{
    struct xml_body body = read_whole(FREEBUSY(GOOD BAD WORSE));

    g_assert_true(body.success);
    g_assert_cmpstr(body.response_code, ==, "ErrorProxyRequestProcessingFailed");
    g_assert_true(g_str_has_prefix(body.message, "Microsoft.Exchange.InfoWorker"));
    g_assert_cmpuint(body.lid, ==, 43532);
    body = read_whole(FREEBUSY(GOOD WORSE BAD));
    g_assert_cmpstr(body.response_code, ==, "ErrorTimeoutExpired");
    g_assert_cmpstr(body.message, ==, "Request timed out. LID: 43404");
    g_assert_cmpuint(body.lid, ==, 43404);
    body = read_whole(FREEBUSY("<A><ResponseCode>ErrorItemNotFound</ResponseCode></A>" BAD));
    g_assert_cmpstr(body.response_code, ==, "ErrorItemNotFound");
    g_assert_cmpstr(body.message, ==, "");
    body = read_whole(FREEBUSY("<A><MessageText> </MessageText><B><MessageText>b</MessageText></B><Message>a</Message>"
                               "<ResponseCode>ErrorItemNotFound</ResponseCode><MessageText>later</MessageText></A>"));
    g_assert_cmpstr(body.message, ==, "a");
    body = read_whole("<r><A><ErrorCode>a</ErrorCode><Message>of a</Message></A>"
                      "<B><ResponseCode>b</ResponseCode><Message>of b</Message></B></r>");
    g_assert_cmpstr(body.response_code, ==, "b");
    g_assert_cmpstr(body.message, ==, "of a");
}

/* Nothing is left of an earlier element that stood as deep; the first message of an element counts. */
static void test_no_message(void)
{
    static const struct {
        const char *text, *error_code, *message;
    } examples[] = {
        {"<r><A><ErrorCode>a</ErrorCode></A><B><Message>of b</Message></B></r>", "a", ""},
        {"<r><A><Message>of a</Message></A><B><ErrorCode>b</ErrorCode></B></r>", "b", ""},
        {"<r><ErrorCode/><Message>of r</Message></r>", "", ""},
        {"<r><Message>of r</Message></r>", "", ""},
        {"<r><Message>1</Message><Message>2</Message><ErrorCode>r</ErrorCode></r>", "r", "1"},
        {"<r><ErrorCode>r</ErrorCode><ErrorCode>s</ErrorCode><Message>1</Message><Message>2</Message></r>", "r", "1"},
        {"<r><ErrorCode>r<x/></ErrorCode><ErrorCode><x/>s</ErrorCode></r>", "", ""},
        {"<ErrorCode>600</ErrorCode>", "", ""},
        {"<Message>600</Message>", "", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        struct xml_body body = read_whole(examples[i].text);
        g_test_message("%s", examples[i].text);
        g_assert_cmpstr(body.error_code, ==, examples[i].error_code);
        g_assert_cmpstr(body.message, ==, examples[i].message);
    }
}

static void test_all_good(void)
{
    struct xml_body body = read_whole(FREEBUSY(GOOD GOOD));

    g_assert_true(body.success);
    g_assert_cmpstr(body.response_code, ==, "");
    g_assert_cmpstr(body.message, ==, "");
    g_assert_cmpuint(body.lid, ==, 0);
    body = read_whole(SOAP("<m:GetMailTipsResponse ResponseClass=\"Success\" xmlns:m=\"" MESSAGES
                           "\"><m:ResponseCode> NoError </m:ResponseCode></m:GetMailTipsResponse>"));
    g_assert_true(body.success);
}

/* ---- Autodiscover ---- */

#define USER_SETTINGS(users) \
    "<s:Envelope xmlns:s=\"" SOAP11 "\" xmlns:a=\"" ADDRESSING "\"><s:Header><a:Action s:mustUnderstand=\"1\">" AUTOD \
    "/Autodiscover/GetUserSettingsResponse</a:Action></s:Header><s:Body><GetUserSettingsResponseMessage " \
    "xmlns=\"" AUTOD \
    "\"><Response xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><ErrorCode>NoError</ErrorCode><ErrorMessage/>" \
    "<UserResponses>" users "</UserResponses></Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>"

static void test_autodiscover_soap(void)
{
    struct xml_body body = read_whole(USER_SETTINGS(
        "<UserResponse><ErrorCode>NoError</ErrorCode><ErrorMessage>No error.</ErrorMessage></UserResponse>"
        "<UserResponse><ErrorCode>InvalidUser</ErrorCode><ErrorMessage>Invalid user: 'b@contoso.com'</ErrorMessage>"
        "<RedirectTarget i:nil=\"true\"/><UserSettingErrors/><UserSettings/></UserResponse>"
        "<UserResponse><ErrorMessage>Try later.</ErrorMessage><ErrorCode>ServerBusy</ErrorCode></UserResponse>"));

    g_assert_cmpstr(body.operation, ==, "GetUserSettingsResponseMessage");
    g_assert_cmpstr(body.operation_namespace, ==, AUTOD);
    g_assert_cmpstr(body.action, ==, AUTOD "/Autodiscover/GetUserSettingsResponse");
    g_assert_cmpstr(body.error_code, ==, "InvalidUser");
    g_assert_cmpstr(body.message, ==, "Invalid user: 'b@contoso.com'");
    g_assert_cmpstr(body.response_code, ==, "");
    g_assert_true(body.success);
    body = read_whole(USER_SETTINGS("<UserResponse><ErrorCode>NoError</ErrorCode><ErrorMessage>No error.</ErrorMessage>"
                                    "</UserResponse>"));
    g_assert_true(body.success);
    g_assert_cmpstr(body.error_code, ==, "");
    g_assert_cmpstr(body.message, ==, "");
}

static void test_autodiscover_pox(void)
{
    struct xml_body body = read_whole(
        DECLARATION "\r\n<Autodiscover xmlns=\"" AUTOD_POX "responseschema/2006\">\r\n  <Response>\r\n"
                    "    <Error Time=\"10:00:00.1234567\" Id=\"1234567890\">\r\n      <ErrorCode>600</ErrorCode>\r\n"
                    "      <Message>Invalid Request</Message>\r\n      <DebugData />\r\n    </Error>\r\n"
                    "  </Response>\r\n</Autodiscover>");

    g_assert_cmpstr(body.root, ==, "Autodiscover");
    g_assert_cmpstr(body.operation, ==, "Autodiscover");
    g_assert_cmpstr(body.operation_namespace, ==, AUTOD_POX "responseschema/2006");
    g_assert_cmpstr(body.error_code, ==, "600");
    g_assert_cmpstr(body.message, ==, "Invalid Request");
    g_assert_false(body.success);
    body = read_whole("<Error><ErrorCode>0</ErrorCode><Message>none</Message></Error>");
    g_assert_cmpstr(body.error_code, ==, "");
    g_assert_cmpstr(body.message, ==, "");
}

static void test_token_answer(void)
{
    struct xml_body body =
        read_whole("<S:Envelope xmlns:S=\"" SOAP12 "\"><S:Body><wst:RequestSecurityTokenResponse xmlns:wst=\"" TRUST
                   "\"><wst:RequestedSecurityToken><e:EncryptedData xmlns:e=\"urn:e\"/></wst:RequestedSecurityToken>"
                   "</wst:RequestSecurityTokenResponse></S:Body></S:Envelope>");

    g_assert_true(body.success);
    g_assert_false(body.security_token);
    body = read_whole(SOAP("<t:RequestSecurityTokenResponseCollection xmlns:t=\"" TRUST
                           "\"><t:RequestSecurityTokenResponse/>"
                           "</t:RequestSecurityTokenResponseCollection>"));
    g_assert_true(body.success);
    g_assert_false(read_whole(SOAP("<RequestSecurityToken/>")).success);
    g_assert_false(read_whole("<Header><RequestSecurityTokenResponse/></Header>").success);
}

/* ---- texts ---- */

static void test_lids(void)
{
    static const struct {
        const char *text;
        uint32_t    lid;
    } examples[] = {
        {"LID: 43532", 43532},
        {"LID:43532", 43532},
        {"LID: 43532, ", 43532},
        {"LID:\n  43532.", 43532},
        {"originated: EX01.LID: 43532", 43532},
        {"(LID:1)", 1},
        {"LID: 4294967295", UINT32_MAX},
        {"LID: 4294967296", 0},
        {"LID: 18446744073709595148", 0}, /* 2^64 + 43532 */
        {"LID: 99999999999999999999999999999999 LID: 7", 7},
        {"LID: 0 LID: 8", 8},
        {"LID: -1 LID: +2 LID: 9", 9},
        {"INVALID: 5", 0},
        {"LID: 12ab", 0},
        {"LID: 0x10", 0},
        {"LID: 1_2", 0},
        {"LID 43532", 0},
        {"LID:", 0},
        {"LID: ", 0},
        {"LID", 0},
        {"LID:LID:6", 6},
        {"LID: 1 LID: 2", 1},
        {"lid: 43532", 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        char *text = g_strdup_printf("<a><MessageText>%s</MessageText></a>", examples[i].text);
        g_test_message("%s", text);
        g_assert_cmpuint(read_whole(text).lid, ==, examples[i].lid);
        g_free(text);
    }
}

/* Whichever text holds it; the first one counts, beyond what is kept of a text too; other elements are not looked at. */
static void test_lid_places(void)
{
    char           *text = NULL;
    struct xml_body body =
        read_whole(SOAP("<s:Fault><faultstring>LID: 59916</faultstring><detail><Message>LID: 2</Message>"
                        "</detail></s:Fault>"));

    g_assert_cmpuint(body.lid, ==, 59916);
    g_assert_cmpuint(read_whole("<a><Subject>LID: 3</Subject></a>").lid, ==, 0);
    g_assert_cmpuint(read_whole("<a><MessageText>LID: 4<b/></MessageText></a>").lid, ==, 0);
    g_assert_cmpuint(read_whole("<a><ErrorMessage>LI<![CDATA[D: 33]]><!-- x -->6<?y?>&#x37;6</ErrorMessage></a>").lid,
                     ==, 33676);
    text = repeat("<a><ErrorMessage>", "too long ", 20000, "LID: 47652</ErrorMessage></a>");
    g_assert_cmpuint(read_whole(text).lid, ==, 47652);
    g_free(text);
}

/* Cut at a character, trimmed before and after that. */
static void test_long_texts(void)
{
    for (size_t shift = 0; shift < 4; shift++) {
        char           *before = g_strdup_printf("<a><ErrorCode>x</ErrorCode><Message> \n%.*s", (int)shift, "abc");
        char           *text = repeat(before, "\xF0\x9F\x98\x80", 1000, "</Message></a>");
        struct xml_body body = read_whole(text);
        g_assert_cmpuint(strlen(body.message), ==, shift + (XML_BODY_TEXT_LENGTH - 1 - shift) / 4 * 4);
        g_free(text);
        g_free(before);
    }
    char           *name = repeat("<", "n", 1000, "/>");
    struct xml_body body = read_whole(name);
    g_assert_cmpuint(strlen(body.root), ==, XML_BODY_NAME_LENGTH - 1);
    g_free(name);
    char *blanks = repeat("<a><ErrorCode>", "c", XML_BODY_NAME_LENGTH - 2, " dd</ErrorCode></a>");
    body = read_whole(blanks);
    g_assert_cmpuint(strlen(body.error_code), ==, XML_BODY_NAME_LENGTH - 2);
    g_free(blanks);
}

/* Nothing that could make a terminal lie. */
static void test_displayable_texts(void)
{
    struct xml_body body =
        read_whole("<a><ErrorCode>x</ErrorCode><Message>\ta\r\nb&#x1b;[2J&#x202e;c&#x85;d\xC3\xA9&#x2028;"
                   "e&#xfeff;</Message></a>");

    g_assert_cmpstr(body.message, ==, "a b [2J c d\xC3\xA9 e");
}

static void test_attributes(void)
{
    struct xml_body body =
        read_whole("<a><Error ErrorCode=\"500\" Message='LID: 1'><ErrorCode Id='7' x:y=\"&lt;z&gt;\">601"
                   "</ErrorCode></Error></a>");

    g_assert_cmpstr(body.error_code, ==, "601");
    g_assert_cmpuint(body.lid, ==, 0);
}

/* ---- encodings ---- */

#define UMLAUT \
    "<a><ErrorCode>601</ErrorCode><Message>Gr\xC3\xBC\xC3\x9F" \
    "e</Message></a>"
#define DECLARED(set) "<?xml version='1.0' encoding='" set "'?>" UMLAUT

static void assert_umlaut(struct xml_body body)
{
    g_assert_true(body.readable);
    g_assert_false(body.cut);
    g_assert_cmpstr(body.error_code, ==, "601");
    g_assert_cmpstr(body.message, ==,
                    "Gr\xC3\xBC\xC3\x9F"
                    "e");
}

static void test_encodings(void)
{
    assert_umlaut(read_any(UMLAUT));
    assert_umlaut(read_any("\xEF\xBB\xBF" UMLAUT));
    assert_umlaut(read_any("\xEF\xBB\xBF" DECLARED("ISO-8859-1"))); /* the mark counts */
    assert_umlaut(read_any(DECLARED("utf-8")));
    assert_umlaut(read_any(DECLARED("UTF-16"))); /* what .NET's StringWriter leaves */
    assert_umlaut(read_encoded(UMLAUT, "UTF-16LE", "\xFF\xFE"));
    assert_umlaut(read_encoded(UMLAUT, "UTF-16BE", "\xFE\xFF"));
    assert_umlaut(read_encoded(DECLARED("utf-16"), "UTF-16LE", "\xFF\xFE"));
    assert_umlaut(read_encoded(DECLARED("utf-16"), "UTF-16BE", ""));
    assert_umlaut(read_encoded(DECLARED("utf-16"), "UTF-16LE", ""));
    assert_umlaut(read_encoded(DECLARED("ISO-8859-1"), "ISO-8859-1", ""));
    assert_umlaut(read_encoded(DECLARED("iso-8859-15"), "ISO-8859-15", ""));
    assert_umlaut(read_encoded("<?xml version=\"1.0\"\r\n encoding = \"windows-1252\" standalone='yes' ?>" UMLAUT,
                               "WINDOWS-1252", ""));
    assert_umlaut(read_any("<?xml version='1.0'?>" UMLAUT));
    assert_umlaut(read_any("<?xml version='1.0' encoding?>" UMLAUT));
    assert_umlaut(read_any("<?xml version='1.0' encoding=KOI8-R K?>" UMLAUT));
    assert_umlaut(read_any("<?xml-stylesheet encoding='KOI8-R'?>" UMLAUT));
}

/* Not every converter of Windows knows it. */
static void test_chinese_encoding(void)
{
    GIConv converter = g_iconv_open("GB18030", "UTF-8");

    if (converter == (GIConv)-1) {
        g_test_skip("GLib cannot convert to GB18030 here");
        return;
    }
    g_iconv_close(converter);
    assert_umlaut(read_encoded(DECLARED("GB18030"), "GB18030", ""));
}

static void test_wrong_encodings(void)
{
    static const char *const texts[] = {
        DECLARED("no-such-charset"),
        DECLARED("UTF-7"),
        DECLARED("ISO-2022-JP-3"),
        DECLARED("ISO-8859-1//TRANSLIT"),
        DECLARED("ISO-8859-99"),
        DECLARED("../../../tmp/x"),
        DECLARED(""),
        DECLARED("ISO-8859-11111111111111111111111111111"),
        "<a>\xFC</a>",
        "<?xml version='1.0' encoding='Shift_JIS'?><a>\xFF\xFF</a>",
        "\xFF\xFE<a/>",
        "\xFE\xFF\xD8\x3D<a/>",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        assert_unreadable(texts[i], strlen(texts[i]));
    }
}

/* ---- not XML ---- */

static void test_not_xml(void)
{
    static const char *const texts[] = {
        "",
        " \r\n\t ",
        "\xEF\xBB\xBF",
        "\xFF\xFE",
        "{\"error\":\"invalid_client\",\"error_description\":\"<b>AADSTS70002</b>\"}",
        "[]",
        "grant_type=client_credentials&resource=x",
        "Service Unavailable",
        "<!DOCTYPE html><html><head><title>503</title><br></head><body>Service "
        "<ErrorCode>600</ErrorCode></body></html>",
        "<html><p>unclosed</html>",
        "<a><ErrorCode>600</ErrorCode></b>",
        "<a><ErrorCode>600</ErrorCode>&nbsp;</a>",
        "<a><ErrorCode>600</ErrorCode><Message>a & b</Message></a>",
        "<a><ErrorCode>600</ErrorCode><b c=d/></a>",
        "<a>&#0;</a>",
        "<a>\xED\xA0\x80</a>",
        "text<a/>",
        "<a xmlns='\xFD'/>",
        "<a xmlns:\xF0='b'/>",
        "<a\xF0/>",
        "<a\xC3 b='c'/>",
    };
    static const uint8_t binary[] = {0x00, 0x01, '<', 'a', '>', 0xFF, 0xFE, 0x80, 0x1F, 0x8B, 0x08, 0x00};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        assert_unreadable(texts[i], strlen(texts[i]));
    }
    assert_unreadable(binary, sizeof binary);
    assert_unreadable(binary + 1, sizeof binary - 1);
    assert_unreadable("<a>\0</a>", 8);
    assert_unreadable("<a b='\0'/>", 10);
    assert_unreadable("<a/>\0", 5);
}

/* An entity is neither expanded nor skipped. */
static void test_entities(void)
{
    static const char laughs[] =
        "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol1 \"&lol;&lol;&lol;&lol;&lol;&lol;\">"
        "<!ENTITY lol2 \"&lol1;&lol1;&lol1;&lol1;\"><!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
    char *text = g_strconcat(laughs, "<a><ErrorCode>600</ErrorCode><Message>&lol2;</Message></a>", NULL);

    assert_unreadable(text, strlen(text));
    g_free(text);
    text = g_strconcat(laughs, "<a><ErrorCode>600</ErrorCode><Message>&file;</Message></a>", NULL);
    assert_unreadable(text, strlen(text));
    g_free(text);
    text =
        g_strconcat(laughs, "<a><ErrorCode>600</ErrorCode><Message>&lt;&gt;&amp;&quot;&apos;&#65;</Message></a>", NULL);
    g_assert_cmpstr(read_whole(text).message, ==, "<>&\"'A");
    g_free(text);
}

/* ---- cut and hostile bodies ---- */

/* Wherever a body ends: readable, cut, and no half of a text. */
static void test_cut_at_every_byte(void)
{
    static const char *const texts[] = {availability_request, fault11, sts_fault, FREEBUSY(GOOD BAD),
                                        DECLARED("utf-8")};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct xml_body whole = read_whole(texts[i]);
        size_t          length = (size_t)(strrchr(texts[i], '>') - texts[i]);
        for (size_t cut = 1; cut <= length; cut++) {
            struct xml_body body = read_bytes(texts[i], cut);
            g_assert_true(body.readable);
            g_assert_true(body.cut);
            g_assert_true(body.root[0] == '\0' || strcmp(body.root, whole.root) == 0);
            g_assert_true(body.action[0] == '\0' || strcmp(body.action, whole.action) == 0);
            g_assert_true(body.fault_code[0] == '\0' || strcmp(body.fault_code, whole.fault_code) == 0);
            g_assert_true(body.fault_value[0] == '\0' || strcmp(body.fault_value, whole.fault_value) == 0);
            g_assert_true(body.response_code[0] == '\0' || strcmp(body.response_code, whole.response_code) == 0);
            g_assert_true(body.message[0] == '\0' || strcmp(body.message, whole.message) == 0);
            g_assert_true(body.lid == 0 || body.lid == whole.lid);
        }
        struct xml_body last = read_bytes(texts[i], length);
        g_assert_cmpstr(last.response_code, ==, whole.response_code);
        g_assert_cmpstr(last.operation, ==, whole.operation);
    }
}

/* Half a character at the end of a body that has to be converted. */
static void test_cut_utf16(void)
{
    gsize length = 0;
    char *converted = g_convert(sts_fault, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);

    for (size_t cut = 2; cut < length; cut++) {
        struct xml_body body = read_bytes(converted, cut);
        g_assert_true(body.readable);
        g_assert_true(body.cut);
    }
    g_assert_cmpstr(read_bytes(converted, length - 3).fault_value, ==, "0x80048821");
    g_free(converted);
}

/* EWS streams one document after the other; the first one is read. */
static void test_second_document(void)
{
    struct xml_body body = read_whole(FREEBUSY(GOOD) DECLARATION FREEBUSY(BAD));

    g_assert_true(body.success);
    g_assert_cmpstr(body.response_code, ==, "");
    g_assert_cmpstr(read_whole("<a/>{").root, ==, "a");
}

static void assert_too_deep(char *text)
{
    struct xml_body body = read_any(text);

    g_assert_false(body.readable);
    g_assert_true(body.cut);
    g_free(text);
}

static void test_depth(void)
{
    char *open = repeat("", "<a>", LIMIT_XML_DEPTH - 1, "");
    char *close = repeat("", "</a>", LIMIT_XML_DEPTH - 1, "");
    char *deepest = g_strconcat(open, "<ErrorCode>600</ErrorCode>", close, NULL);

    g_assert_cmpstr(read_whole(deepest).error_code, ==, "600");
    g_free(deepest);
    assert_too_deep(g_strconcat(open, "<b><ErrorCode>600</ErrorCode></b>", close, NULL));
    assert_too_deep(g_strconcat(open, "<b><c/></b>", close, NULL));
    assert_too_deep(repeat(open, "<b>", 2, ""));
    g_free(open);
    g_free(close);
}

/* 100 000 levels, attributes, declarations, elements, texts, comments: each is read within seconds, sanitisers included. */
static void test_time(void)
{
    static const struct {
        const char *before, *piece, *after;
        bool        readable; /* false: or not, GMarkup has bounds of its own */
    } bombs[] = {
        {"", "<aaaaaaaa>", "", false},
        {"<a", " b='c'", "/>", false},
        {"<a", " xmlns:b='c'", "/>", false},
        {"<a>", "<b/>", "</a>", true},
        {"<a>", "<Message/>", "</a>", true},
        {"<a><Message>", "LID: 0 ", "</Message></a>", true},
        {"<a><Message>", "LID:", "</Message></a>", true},
        {"<a><Message>", "\t&#9;", "</Message></a>", true},
        {"<a><Message>", "x<!--y-->", "</Message></a>", true},
        {"<a><!--", ">->-", "--></a>", true},
        {"<!DOCTYPE a [", "<!b>", "]><a/>", true},
        {"<!DOCTYPE a ", "<", "<a/>", true},
        {"<a>", "<Fault><value>", "</a>", false},
    };
    gint64 start = g_get_monotonic_time();

    for (size_t i = 0; i < G_N_ELEMENTS(bombs); i++) {
        char  *text = repeat(bombs[i].before, bombs[i].piece, 100000, bombs[i].after);
        gint64 bomb_start = g_get_monotonic_time();
        g_assert_true(read_any(text).readable || !bombs[i].readable);
        g_test_message("bomb %zu: %d ms", i, (int)((g_get_monotonic_time() - bomb_start) / 1000));
        g_free(text);
    }
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

static void test_huge_bodies(void)
{
    char *text = repeat("<a><ErrorCode>600</ErrorCode>", "<b>0123456789</b>", 700000, "<Message>x</Message></a>");
    struct xml_body body = read_any(text);

    g_assert_cmpuint(strlen(text), >, 10 * LIMIT_BODY_LENGTH);
    g_assert_true(body.readable);
    g_assert_true(body.cut);
    g_assert_cmpstr(body.error_code, ==, "600");
    g_assert_cmpstr(body.message, ==, "");
    g_free(text);
    text = repeat("<a/>", " ", LIMIT_BODY_LENGTH - 4, "");
    g_assert_false(read_any(text).cut);
    g_free(text);
    text = repeat("<a/>", " ", LIMIT_BODY_LENGTH - 3, "");
    body = read_any(text);
    g_assert_true(body.readable);
    g_assert_true(body.cut);
    g_free(text);
    text = repeat("", "{", LIMIT_BODY_LENGTH + 1, "");
    body = read_any(text);
    g_assert_false(body.readable);
    g_assert_true(body.cut);
    g_free(text);
}

/* A character at the bound belongs to what is not read, in UTF-8 and converted. */
static void test_bound_in_character(void)
{
    for (size_t shift = 0; shift < 4; shift++) {
        char           *before = g_strdup_printf("<a><ErrorCode>600</ErrorCode>%.*s", (int)shift, "xyz");
        char           *text = repeat(before, "\xF0\x9F\x98\x80", LIMIT_BODY_LENGTH / 4 + 1, "");
        struct xml_body body = read_any(text);
        g_assert_true(body.readable);
        g_assert_true(body.cut);
        g_assert_cmpstr(body.error_code, ==, "600");
        body = read_encoded(text, "UTF-16BE", "\xFE\xFF");
        g_assert_true(body.readable);
        g_assert_cmpstr(body.error_code, ==, "600");
        g_free(text);
        g_free(before);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml_body/availability_request", test_availability_request);
    g_test_add_func("/xml_body/token_request", test_token_request);
    g_test_add_func("/xml_body/security_tokens", test_security_tokens);
    g_test_add_func("/xml_body/operations", test_operations);
    g_test_add_func("/xml_body/many_namespaces", test_many_namespaces);
    g_test_add_func("/xml_body/fault11", test_fault11);
    g_test_add_func("/xml_body/sts_fault", test_sts_fault);
    g_test_add_func("/xml_body/innermost_subcode", test_innermost_subcode);
    g_test_add_func("/xml_body/no_fault", test_no_fault);
    g_test_add_func("/xml_body/availability_error", test_availability_error);
    g_test_add_func("/xml_body/message_goes_with_code", test_message_goes_with_code);
    g_test_add_func("/xml_body/no_message", test_no_message);
    g_test_add_func("/xml_body/all_good", test_all_good);
    g_test_add_func("/xml_body/autodiscover_soap", test_autodiscover_soap);
    g_test_add_func("/xml_body/autodiscover_pox", test_autodiscover_pox);
    g_test_add_func("/xml_body/token_answer", test_token_answer);
    g_test_add_func("/xml_body/lids", test_lids);
    g_test_add_func("/xml_body/lid_places", test_lid_places);
    g_test_add_func("/xml_body/long_texts", test_long_texts);
    g_test_add_func("/xml_body/displayable_texts", test_displayable_texts);
    g_test_add_func("/xml_body/attributes", test_attributes);
    g_test_add_func("/xml_body/encodings", test_encodings);
    g_test_add_func("/xml_body/chinese_encoding", test_chinese_encoding);
    g_test_add_func("/xml_body/wrong_encodings", test_wrong_encodings);
    g_test_add_func("/xml_body/not_xml", test_not_xml);
    g_test_add_func("/xml_body/entities", test_entities);
    g_test_add_func("/xml_body/cut_at_every_byte", test_cut_at_every_byte);
    g_test_add_func("/xml_body/cut_utf16", test_cut_utf16);
    g_test_add_func("/xml_body/second_document", test_second_document);
    g_test_add_func("/xml_body/depth", test_depth);
    g_test_add_func("/xml_body/time", test_time);
    g_test_add_func("/xml_body/huge_bodies", test_huge_bodies);
    g_test_add_func("/xml_body/bound_in_character", test_bound_in_character);
    return g_test_run();
}
