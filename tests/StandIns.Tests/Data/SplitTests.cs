using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class SplitTests
{
    private const int Count = 2000;
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Each_row_is_in_exactly_one_part()
    {
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(Numbered.View(_ml, Count), testFraction: 0.25);
        float[] train = split.TrainSet.GetColumn<float>("Number").ToArray();
        float[] test = split.TestSet.GetColumn<float>("Number").ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, Count).Select(i => (float)i).ToArray(), train.Concat(test).Order().ToArray());
        Assert.AreEqual(0.25, test.Length / (double)Count, 0.05);
        CollectionAssert.AreEqual(train.Order().ToArray(), train);
    }

    [TestMethod]
    public void A_split_stays_the_same_and_follows_the_seed()
    {
        float[] Test(MLContext ml, int? seed) => ml.Data.TrainTestSplit(Numbered.View(ml, Count), seed: seed).TestSet.GetColumn<float>("Number").ToArray();
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(Numbered.View(_ml, Count));
        CollectionAssert.AreEqual(split.TestSet.GetColumn<float>("Number").ToArray(), split.TestSet.GetColumn<float>("Number").ToArray());
        CollectionAssert.AreEqual(Test(_ml, 5), Test(new MLContext(), 5));
        CollectionAssert.AreNotEqual(Test(_ml, 5), Test(_ml, 6));
        CollectionAssert.AreEqual(Test(new MLContext(1), null), Test(new MLContext(1), null));
    }

    [TestMethod]
    public void The_columns_stay_as_they_were()
    {
        IDataView view = Numbered.View(_ml, 50);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(view, samplingKeyColumnName: "Group");
        CollectionAssert.AreEqual(view.Schema.Select(column => column.Name).ToArray(), split.TrainSet.Schema.Where(column => !column.IsHidden).Select(column => column.Name).ToArray());
    }

    [TestMethod]
    [DataRow("Group")]
    [DataRow("GroupText")]
    public void Rows_of_one_sampling_key_stay_together(string key)
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(i => new Grouped { Number = i, Group = i / 10, GroupText = $"g{i / 10}" }).ToList());
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(view, testFraction: 0.3, samplingKeyColumnName: key, seed: 1);
        int[] train = split.TrainSet.GetColumn<int>("Group").Distinct().ToArray();
        int[] test = split.TestSet.GetColumn<int>("Group").Distinct().ToArray();
        Assert.IsEmpty(train.Intersect(test));
        Assert.AreEqual(Count / 10, train.Length + test.Length);
        Assert.IsGreaterThan(20, test.Length);
    }

    [TestMethod]
    public void Folds_share_out_the_rows()
    {
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.Data.CrossValidationSplit(Numbered.View(_ml, Count), numberOfFolds: 4);
        Assert.HasCount(4, folds);
        var all = new List<float>();
        foreach (DataOperationsCatalog.TrainTestData fold in folds)
        {
            float[] test = fold.TestSet.GetColumn<float>("Number").ToArray();
            Assert.AreEqual(0.25, test.Length / (double)Count, 0.05);
            Assert.AreEqual(Count, test.Length + fold.TrainSet.GetColumn<float>("Number").Except(test).Count());
            all.AddRange(test);
        }
        CollectionAssert.AreEqual(Enumerable.Range(0, Count).Select(i => (float)i).ToArray(), all.Order().ToArray());
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    [DataRow(-0.5)]
    public void A_fraction_outside_is_an_error(double fraction)
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Numbered.View(_ml, 5), fraction));

    [TestMethod]
    public void An_unknown_sampling_key_or_one_fold_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => _ml.Data.TrainTestSplit(Numbered.View(_ml, 5), samplingKeyColumnName: "Unknown"));
        Assert.Throws<ArgumentException>(() => _ml.Data.CrossValidationSplit(Numbered.View(_ml, 5), numberOfFolds: 1));
    }

    private sealed class Grouped
    {
        public float Number { get; set; }
        public int Group { get; set; }
        public string GroupText { get; set; } = "";
    }
}
