namespace Certify.Web.Api;

/// <summary>What the description shows. The persons exist nowhere: region 430499 is no region.</summary>
internal static class Examples
{
    public const string Verified = """
        {
          "status": "valid", "reason": null, "checkedAt": "2021-08-09T06:05:00+00:00", "asOf": "2021-08-09T06:05:00+00:00",
          "issuer": "certify.example", "kid": "a1fb6234d6524a85",
          "badge": {
            "number": "HYGX-2021-000531-7K3Q", "shopName": "湘味土菜馆", "registeredName": "衡阳高新区湘味土菜馆", "address": "衡阳市高新区解放大道18号",
            "issuedOn": "2021-08-09", "validUntil": "2021-11-07", "policy": 1
          }
        }
        """;

    public const string Keys = """
        {
          "keys": [
            {
              "kty": "EC", "crv": "P-256", "x": "fkWI1E217R5kUZtDFd1_RNaFcQ-Z3Sfh-4-X6vR1kEU", "y": "2XKhcXaAmJWTu51CWrcfqD0_et7_QTjimSQUp6J0Lsg",
              "kid": "oftiNNZSSoUtyjvARH6sRr4p-hMjCX07ap-42uZfO8w", "coseKid": "a1fb6234d6524a85", "alg": "ES256", "use": "sig"
            }
          ]
        }
        """;

    /// <summary>Header and beginning of a list; the rest is long and tells nothing.</summary>
    public const string StatusList = "\"eyJhbGciOiJFUzI1NiIsImtpZCI6Im9mdGlOTlpTU29VdHlqdkFSSDZzUnI0cC1oTWpDWDA3YXAtNDJ1WmZPOHciLCJ0eXAiOiJ2Yytqd3QifQ.eyJAY29udGV4dCI6…\"";

    public const string Visit = """
        {
          "id": "0198b8a4-5f00-7000-8000-000000000001", "uscc": "92430499MAQMDPGT2E",
          "startedAt": "2021-08-09T13:50:00+08:00", "finishedAt": "2021-08-09T14:02:00+08:00", "sentAt": "2021-08-09T14:03:10+08:00",
          "companion": "周警官", "supersedes": null,
          "staff": [
            {
              "name": "陈桂英", "idType": "residentId", "idNumber": "43049919850315001X", "phone": "19000005423", "position": "店长", "status": "working", "leftOn": null,
              "doses": [
                { "vaccine": "SINOVAC", "number": 1, "on": "2021-05-06", "siteName": "华兴社区接种点", "proof": "healthCode" },
                { "vaccine": "SINOVAC", "number": 2, "on": "2021-06-01", "siteName": "华兴社区接种点", "proof": "healthCode" }
              ],
              "exemption": null, "exemptUntil": null, "reason": null
            },
            { "staffId": "0198b8a4-5f00-7000-8000-0000000000a7", "status": "left", "leftOn": "2021-08-05" }
          ],
          "measures": { "realName": true, "masks": true, "temperature": true, "codes": true, "ventilation": true, "disinfection": true },
          "checklistVersion": 1, "note": null
        }
        """;

    public const string Photo = """
        {
          "subject": "shopFront", "takenAt": "2021-08-09T13:58:00+08:00", "sentAt": "2021-08-09T14:03:12+08:00",
          "size": 184320, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "sealed": false
        }
        """;

    public const string Receipt = """
        {
          "visitId": "0198b8a4-5f00-7000-8000-000000000001", "receivedAt": "2021-08-09T06:03:11+00:00", "outcome": "certified",
          "coverage": { "vaccinated": 1, "staff": 1 },
          "badge": { "number": "HYGX-2021-000531-7K3Q", "url": "https://certify.example/b/HYGX-2021-000531-7K3Q", "verifyUrl": "HTTPS://CERTIFY.EXAMPLE/V/2KCE3IQBEYCERIP3MI2NMUSK…" },
          "missing": []
        }
        """;

    public const string Attempt = """
        { "id": "0190c8f2-7a11-7c33-9d55-2f6b8e4a1d77", "shopId": "0190c8f2-7a11-7c33-9d55-2f6b8e4a1d01", "kind": "comeBack", "on": "2021-08-09", "comeBackOn": "2021-08-12", "note": null, "sentAt": "2021-08-09T14:00:03+08:00" }
        """;

    public const string Decision = """{ "reason": "经核实，该场所冒用他人接种记录。" }""";
}
