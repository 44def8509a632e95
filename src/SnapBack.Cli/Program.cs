Console.WriteLine("snapback");
