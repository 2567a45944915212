Console.WriteLine("Certify.Bench");
