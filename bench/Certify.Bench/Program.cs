using Certify.Bench;

// Every figure that the README quotes comes from here: dotnet run -c Release --project bench/Certify.Bench -- NAME
return args switch
{
    ["scan", .. var rest] => await Scan.RunAsync(rest),
    ["pdf", .. var rest] => await Pdf.RunAsync(rest),
    ["pictures", .. var rest] => await Pictures.RunAsync(rest),
    ["visit", .. var rest] => await Visits.RunAsync(rest),
    ["street", .. var rest] => await Street.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench scan [badges] [seconds] [rounds]    scan page on one core against nginx");
    Console.Error.WriteLine("bench pdf [seconds] [rounds] [batch]      badge PDFs on one thread against Chromium's print-to-PDF, then a batch in one file");
    Console.Error.WriteLine("bench pictures [address] [folder]         the README's pictures, from a running demo district");
    Console.Error.WriteLine("bench visit [visits] [rounds] [people]    visits accepted on SQLite, each commit flushed, against plain-SQL inserts of the same rows");
    Console.Error.WriteLine("bench street [shops] [visits]             field pack, a key in the 60th row, and a queue of visits, in Chromium on the demo district");
    return 1;
}
