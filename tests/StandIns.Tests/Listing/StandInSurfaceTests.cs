using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Listing;

/// <summary>The stand-in has nothing that the official package lacks: each type and member that users see is a line of the listing.</summary>
[TestClass]
public class StandInSurfaceTests
{
    private static readonly Assembly StandIn = typeof(MLContext).Assembly;

    [TestMethod]
    public void Every_public_type_and_member_is_in_the_official_listing()
    {
        List<string> problems = SurfaceCheck.Problems(StandIn.GetTypes(), OfficialListing.Load());
        Assert.IsEmpty(problems, $"{problems.Count} types or members of the stand-in are not official:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
    }

    [TestMethod]
    public void The_check_sees_the_whole_surface()
    {
        int members = StandIn.GetTypes().Where(type => type.IsVisible).Sum(type => MemberLine.OfVisible(type).Count());
        Assert.IsGreaterThan(300, members);
    }

    [TestMethod]
    [DataRow("Microsoft.ML.Data.VBuffer<T> :: public void CopyTo(System.Span<T> destination, int destinationIndex, T defaultValue = default)")]
    [DataRow("Microsoft.ML.DataViewRow :: protected virtual void Dispose(bool disposing)")]
    [DataRow("Microsoft.ML.Data.KeyCount :: public ulong? Count")]
    [DataRow("Microsoft.ML.MLContext :: public event System.EventHandler<Microsoft.ML.LoggingEventArgs> Log")]
    [DataRow("Microsoft.ML.Data.DataKind :: Single = 9")]
    public void A_member_that_the_listing_lacks_is_reported(string line)
    {
        OfficialListing listing = OfficialListing.Load().Without(line);
        List<string> problems = SurfaceCheck.Problems(StandIn.GetTypes(), listing);
        Assert.ContainsSingle(problem => problem.StartsWith("M " + line, StringComparison.Ordinal), problems);
    }

    [TestMethod]
    public void A_type_that_the_listing_lacks_is_reported()
    {
        OfficialListing listing = OfficialListing.Load().Without("struct Microsoft.ML.Data.VBuffer<T>");
        List<string> problems = SurfaceCheck.Problems([typeof(VBuffer<>)], listing);
        Assert.ContainsSingle(problem => problem.StartsWith("T public readonly struct Microsoft.ML.Data.VBuffer<T> :", StringComparison.Ordinal), problems);
    }

    [TestMethod]
    public void Another_parameter_name_default_accessor_or_base_is_seen()
    {
        OfficialListing listing = OfficialListing.Load();
        string[] actual = MemberLine.OfVisible(typeof(Sample)).ToArray();
        CollectionAssert.AreEquivalent(
            new[]
            {
                "StandIns.Tests.Listing.StandInSurfaceTests.Sample :: public .ctor()",
                "StandIns.Tests.Listing.StandInSurfaceTests.Sample :: public int Count { get; private set; }",
                "StandIns.Tests.Listing.StandInSurfaceTests.Sample :: protected virtual TOut Convert<TIn, TOut>(in TIn value, ref int[] counts, out string text, double scale = -Infinityd, params object[] rest) where TIn : struct where TOut : class, System.IDisposable, new()",
            },
            actual);
        Assert.AreEqual("public class StandIns.Tests.Listing.StandInSurfaceTests.Sample : System.IComparable<int>, System.IDisposable", TypeLine.Of(typeof(Sample)));
        Assert.HasCount(4, SurfaceCheck.Problems([typeof(Sample)], listing));
    }

    /// <summary>A type that shows most of what a line can say.</summary>
    public class Sample : IDisposable, IComparable<int>
    {
        public int Count { get; private set; }

        void IDisposable.Dispose() => Count = 0;

        int IComparable<int>.CompareTo(int other) => Count;

        protected virtual TOut Convert<TIn, TOut>(in TIn value, ref int[] counts, out string text, double scale = double.NegativeInfinity, params object[] rest)
            where TIn : struct
            where TOut : class, IDisposable, new()
        {
            text = "";
            return new TOut();
        }
    }
}
