using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Shouldly;
using SnapBack.Scheduling;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Scheduling;

public sealed class TaskXmlTests
{
    private static readonly XNamespace Ns = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    public static TheoryData<string> Accounts => ["system", "user", "s4u", "gmsa"];

    [Theory]
    [MemberData(nameof(Accounts))]
    public void ATaskHoldsToThePublishedRules(string account)
    {
        Schedule schedule = SomeSchedule.OnWindows() with
        {
            RunAs = account switch
            {
                "user" => new RunAs(RunAsKind.User, @"CORP\backup"),
                "s4u" => new RunAs(RunAsKind.UserWithoutPassword, @"CORP\backup"),
                "gmsa" => new RunAs(RunAsKind.ManagedService, @"CORP\backup$"),
                _ => RunAs.TheSystem,
            },
            Triggers = [.. SomeSchedule.OnWindows().Triggers, new Trigger.OnEvent("System", "Microsoft-Windows-Kernel-Power", 42)],
        };

        List<string> faults = Faults(Read(TaskXml.Write(schedule)));

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void ATaskWithItsPartsInAnotherOrderWouldBeFound()
    {
        XDocument task = Read(TaskXml.Write(SomeSchedule.OnWindows()));
        XElement start = task.Descendants(Ns + "StartBoundary").First();
        XElement enabled = (XElement)start.PreviousNode!;

        start.ReplaceWith(enabled);

        Faults(task).ShouldNotBeEmpty();
    }

    [Fact]
    public void EverySettingThatHasADefaultIsWritten()
    {
        XElement settings = Read(TaskXml.Write(SomeSchedule.OnWindows())).Root!.Element(Ns + "Settings")!;

        settings.Elements().Where(e => !e.HasElements).ToDictionary(e => e.Name.LocalName, e => e.Value).ShouldBe(
            new Dictionary<string, string>
            {
                ["MultipleInstancesPolicy"] = "IgnoreNew",
                ["DisallowStartIfOnBatteries"] = "false",
                ["StopIfGoingOnBatteries"] = "false",
                ["AllowHardTerminate"] = "true",
                ["StartWhenAvailable"] = "true",
                ["RunOnlyIfNetworkAvailable"] = "false",
                ["AllowStartOnDemand"] = "true",
                ["Enabled"] = "true",
                ["Hidden"] = "false",
                ["RunOnlyIfIdle"] = "false",
                ["WakeToRun"] = "false",
                ["ExecutionTimeLimit"] = "P3D",
                ["Priority"] = "7",
            },
            ignoreOrder: true);
    }

    [Fact]
    public void TheSystemRunsItWithTheHighestRightsAndNoPassword()
    {
        XElement principal = Read(TaskXml.Write(SomeSchedule.OnWindows())).Descendants(Ns + "Principal").Single();

        principal.Elements().Select(e => $"{e.Name.LocalName}={e.Value}").ShouldBe(["UserId=S-1-5-18", "RunLevel=HighestAvailable"]);
    }

    [Fact]
    public void ANameThatWindowsForbidsBecomesOneThatItTakes() => TaskXml.PathOf("a\\b/c:d*e?f\"g<h>i|j. ").ShouldBe(@"\SnapBack\a_b_c_d_e_f_g_h_i_j");

    [Fact]
    public void AnEventIsAskedForByItsLogSourceAndId()
    {
        Schedule schedule = SomeSchedule.OnWindows() with { Triggers = [new Trigger.OnEvent("System", "Microsoft-Windows-Kernel-Power", 42)] };

        string query = Read(TaskXml.Write(schedule)).Descendants(Ns + "Subscription").Single().Value;

        XDocument.Parse(query).Descendants("Select").Single().Value.ShouldBe("*[System[Provider[@Name='Microsoft-Windows-Kernel-Power'] and EventID=42]]");
    }

    private static XDocument Read(byte[] task)
    {
        using MemoryStream stream = new(task);
        return XDocument.Load(stream);
    }

    private static List<string> Faults(XDocument task)
    {
        using XmlReader rules = XmlReader.Create(Checkout.At("tests", "SnapBack.Tests", "Scheduling", "task.xsd"));
        XmlSchemaSet schemas = new();
        schemas.Add(null, rules);
        List<string> faults = [];
        task.Validate(schemas, (_, fault) => faults.Add(fault.Message));
        return faults;
    }
}
