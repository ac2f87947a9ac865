using System.Numerics;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class DataViewRowIdTests
{
    [TestMethod]
    public void Identities_compare_by_their_bits()
    {
        var id = new DataViewRowId(5, 1);
        Assert.AreEqual(new DataViewRowId(5, 1), id);
        Assert.AreNotEqual(new DataViewRowId(1, 5), id);
        Assert.IsLessThan(0, id.CompareTo(new DataViewRowId(0, 2)));
        Assert.IsGreaterThan(0, id.CompareTo(new DataViewRowId(4, 1)));
        Assert.AreEqual("00000000000000010000000000000005", id.ToString());
    }

    [TestMethod]
    public void Derived_identities_do_not_collide_and_look_random()
    {
        var seen = new HashSet<DataViewRowId>();
        long bits = 0;
        const int Count = 20_000;
        for (ulong i = 0; i < Count; i++)
        {
            var id = new DataViewRowId(i, 0);
            Assert.IsTrue(seen.Add(id.Fork()));
            Assert.IsTrue(seen.Add(id.Next()));
            Assert.IsTrue(seen.Add(id.Combine(new DataViewRowId(7, 7))));
            DataViewRowId mixed = id.Combine(new DataViewRowId(3, 1));
            bits += BitOperations.PopCount(mixed.Low) + BitOperations.PopCount(mixed.High);
        }
        Assert.AreEqual(64.0, bits / (double)Count, 0.5);
    }

    [TestMethod]
    public void The_order_of_a_combination_matters()
    {
        var a = new DataViewRowId(1, 0);
        var b = new DataViewRowId(2, 0);
        Assert.AreNotEqual(a.Combine(b), b.Combine(a));
        Assert.AreEqual(a.Combine(b), a.Combine(b));
    }
}
