using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MlNetGenerative.Core.Data;

namespace MlNetGenerative.Core.Tests.Data;

/// <summary>The committed digits are those that datasets/README.md describes.</summary>
[TestClass]
public sealed partial class SubsetOfMnistTests
{
    [TestMethod]
    public void FilesHaveTheSumsThatTheReadmeStates()
    {
        string datasets = DatasetsFolder();
        MatchCollection lines = Sum().Matches(File.ReadAllText(Path.Combine(datasets, "README.md")));
        Assert.HasCount(4, lines);
        foreach (Match line in lines)
        {
            byte[] content = File.ReadAllBytes(Path.Combine(datasets, line.Groups["path"].Value));
            Assert.AreEqual(line.Groups["sum"].Value, Convert.ToHexStringLower(SHA256.HashData(content)), line.Groups["path"].Value);
        }
    }

    [TestMethod]
    [DataRow("train", 6000)]
    [DataRow("t10k", 1000)]
    public void ImagesAndLabelsBelongTogether(string part, int count)
    {
        string folder = Path.Combine(DatasetsFolder(), "subset", "mnist");
        IdxFile images = IdxFile.Open(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        IdxFile labels = IdxFile.Open(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));

        CollectionAssert.AreEqual(new[] { count, 28, 28 }, images.Dimensions.ToArray());
        CollectionAssert.AreEqual(new[] { count }, labels.Dimensions.ToArray());
        Assert.AreEqual(count, CountItems(images));
        Assert.AreEqual(count, CountItems(labels));
    }

    private static int CountItems(IdxFile file)
    {
        using IdxReader reader = file.OpenReader();
        byte[] item = new byte[file.ItemLength];
        int count = 0;
        while (reader.ReadItem(item))
            count++;
        return count;
    }

    private static string DatasetsFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlNetGenerative.sln")))
            folder = folder.Parent;
        Assert.IsNotNull(folder, $"No MlNetGenerative.sln above {AppContext.BaseDirectory}.");
        return Path.Combine(folder.FullName, "datasets");
    }

    [GeneratedRegex(@"^(?<sum>[0-9a-f]{64})  (?<path>subset/\S+)$", RegexOptions.Multiline)]
    private static partial Regex Sum();
}
