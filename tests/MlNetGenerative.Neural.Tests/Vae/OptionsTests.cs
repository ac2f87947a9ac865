using System.Reflection;
using MlNetGenerative.Neural.Training;
using MlNetGenerative.Neural.Vae;

namespace MlNetGenerative.Neural.Tests;

/// <summary>The options give every setting, under its name, with its default.</summary>
[TestClass]
public sealed class OptionsTests
{
    private static readonly VariationalAutoencoderEstimator.Options Options = new();

    [TestMethod]
    public void EverySettingOfTheModelIsAnOptionWithTheSameDefault() =>
        AssertSame(Options.ToSettings(7), new VaeSettings { Seed = 7 }, name => name == "WarmUpEpochs" ? "KullbackLeiblerWarmUpEpochs" : name);

    [TestMethod]
    public void EverySettingOfTrainingIsAnOptionWithTheSameDefault() =>
        AssertSame(Options.ToTrainingSettings(7), new TrainingSettings { Seed = 7 }, name => name);

    private static void AssertSame<T>(T fromOptions, T defaults, Func<string, string> optionOf)
    {
        PropertyInfo[] settings = typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public);
        Assert.IsGreaterThan(8, settings.Length);
        foreach (PropertyInfo setting in settings)
        {
            Assert.AreEqual(setting.GetValue(defaults), setting.GetValue(fromOptions), setting.Name);
            Assert.IsNotNull(typeof(VariationalAutoencoderEstimator.Options).GetProperty(optionOf(setting.Name)), $"There is no option for {setting.Name}.");
        }
    }

    [TestMethod]
    public void EveryOptionThatIsChangedReachesItsSetting()
    {
        foreach (PropertyInfo option in typeof(VariationalAutoencoderEstimator.Options).GetProperties())
        {
            string name = option.Name == "KullbackLeiblerWarmUpEpochs" ? "WarmUpEpochs" : option.Name;
            PropertyInfo? model = typeof(VaeSettings).GetProperty(name), training = typeof(TrainingSettings).GetProperty(name);
            if (name == "Seed" || model is null && training is null)
                continue;
            object? changed = Changed(option.PropertyType, option.GetValue(Options));
            var options = new VariationalAutoencoderEstimator.Options();
            option.SetValue(options, changed);
            Assert.AreEqual(changed, model is not null ? model.GetValue(options.ToSettings(7)) : training!.GetValue(options.ToTrainingSettings(7)), name);
        }
    }

    private static object Changed(Type type, object? value) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } enumeration => Enum.GetValues(enumeration).Cast<object>().First(other => !other.Equals(value)),
        { } other when other == typeof(int) => (value as int? ?? 0) + 3,
        { } other when other == typeof(float) => (value as float? ?? 0) + 0.25f,
        { } other when other == typeof(double) => (value as double? ?? 0) + 0.25,
        { } other when other == typeof(bool) => !(bool)value!,
        { } other when other == typeof(string) => "folder",
        { } other when other == typeof(NetworkLayout) => new NetworkLayout(new Dense(3)),
        { } other when other == typeof(OptimizerSettings) => new OptimizerSettings { Kind = OptimizerKind.Sgd },
        { } other => throw new NotSupportedException($"{other}"),
    };
}
